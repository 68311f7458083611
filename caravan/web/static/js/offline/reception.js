// The kept registration form: with an id of its own each time that it is opened, then as the page of the laptop.

import { keepForm } from "../drafts.js";
import { newId } from "../outbox/forms.js";

const form = document.getElementById("alone");
form.elements.namedItem("operation_id").value = newId();
form.dataset.typed = "registration:alone";
form.dataset.once = "";
await keepForm(form);
for (const script of JSON.parse(form.dataset.scripts)) await import(script);
import(form.dataset.stepsScript);
