// What the pages gain by script. Without it everything works, only without moving by itself.
import { addCopyButtons } from "./copy.js";
import { checkForm } from "./form.js";
import { watchJob, watchListing } from "./live.js";
import { addSampButtons } from "./samp.js";

/** Readies the page, or the new <main> of one that has changed. */
export function ready(root) {
  addCopyButtons(root);
  addSampButtons(root);
  for (const form of root.querySelectorAll("form.job")) checkForm(form);
  for (const question of root.querySelectorAll("details.ask")) closable(question, root);
  const job = root.querySelector("#job[data-live]");
  if (job) watchJob(job, ready);
  const listing = root.querySelector("#listing");
  if (listing) watchListing(listing);
}

/** A question goes away by Escape, and when another is asked. */
function closable(question, root) {
  question.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    question.open = false;
    question.querySelector("summary").focus();
  });
  question.addEventListener("toggle", () => {
    if (question.open) for (const other of root.querySelectorAll("details.ask[open]")) other.open = other === question;
  });
}

ready(document);
