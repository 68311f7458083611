// Runs before the page is drawn: what scripts take away at once is then never seen (see .js in the styles). Should a
// script not load or not run, the page is again what it is without scripts.
{
  const { classList } = document.documentElement;
  if ("noModule" in HTMLScriptElement.prototype) classList.add("js", ...(isSecureContext ? ["secure"] : []));
  const isScript = (target) => target === window || target instanceof HTMLScriptElement;
  addEventListener("error", ({ target }) => { if (isScript(target)) classList.remove("js"); }, true);
}
