// Asks the https door whether this tablet trusts the laptop: then the page moves there, else it shows the steps and asks
// again. A plain script in old words, since every tablet opens this page first, also one too old for modules.

(function () {
  "use strict";
  var page = document.getElementById("joining");
  var AGAIN_MS = 4000, LONGEST_MS = 8000, SHOWN_MS = 900;
  var asking = false, moved = false;

  function show(state) {
    var parts = page.querySelectorAll("[data-when]");
    for (var i = 0; i < parts.length; i += 1) parts[i].hidden = parts[i].getAttribute("data-when") !== state;
  }

  // What was kept at this door goes to the laptop first (outbox/before-moving.js counts it); without modules nothing was.
  function isFree() {
    return !("noModule" in document.createElement("script")) || page.getAttribute("data-waiting") === "0";
  }

  function move() {
    if (moved) return;
    moved = true;
    show("trusted");
    setTimeout(function () { location.replace(page.getAttribute("data-arrive")); }, SHOWN_MS);
  }

  // An answer of any kind means that the certificate was accepted: no-cors hides what it says, not that it came.
  function knock(done) {
    if (window.fetch) {
      fetch(page.getAttribute("data-probe"), { mode: "no-cors", cache: "no-store", credentials: "omit" })
        .then(function () { done(true); }, function () { done(false); });
    } else {
      var picture = new Image();
      picture.onload = function () { done(true); };
      picture.onerror = function () { done(false); };
      picture.src = page.getAttribute("data-image") + "&again=" + Date.now();
    }
  }

  function ask() {
    if (asking || moved) return;
    asking = true;
    var timer = setTimeout(function () { answer(false); }, LONGEST_MS);
    function answer(isTrusted) {
      if (!asking) return;
      asking = false;
      clearTimeout(timer);
      if (!isTrusted) show("not-yet");
      else if (isFree()) move();
      else show(page.hasAttribute("data-waiting") ? "kept" : "checking");
    }
    knock(answer);
  }

  document.addEventListener("visibilitychange", function () { if (!document.hidden) ask(); });
  window.addEventListener("pageshow", ask);
  window.addEventListener("focus", ask);
  setInterval(function () { if (!document.hidden) ask(); }, AGAIN_MS);
  show("checking");
  ask();
})();
