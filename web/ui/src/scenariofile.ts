// A scenario file of one's own: it is sent to the server, which runs it for all viewers or
// says what is wrong with it.

import { el } from "./dom.js";
import { t } from "./i18n.js";

/** A button that asks for a file and runs it; done is called when it runs. */
export function scenarioFile(done: () => void): HTMLElement {
  const input = el("input", { type: "file", accept: ".yaml,.yml", hidden: true, "data-file": "scenario" });
  const wrong = el("pre", { class: "error", role: "alert", hidden: true });
  const b = el("button", { class: "btn gh", type: "button" }, t("share.file"));
  b.addEventListener("click", () => input.click());
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = ""; // the same file may be chosen again
    if (file !== undefined) {
      void post(file).then((error) => {
        wrong.textContent = error;
        wrong.hidden = error === "";
        if (error === "") {
          done();
        }
      });
    }
  });
  return el("section", { class: "gallery-file" }, b, input, wrong);
}

/** Sends a scenario file; returns what is wrong with it, nothing if it runs. */
async function post(file: File): Promise<string> {
  try {
    const answer = await fetch("/scenario", { method: "POST", body: await file.arrayBuffer() });
    return answer.ok ? "" : (await answer.text()).trim();
  } catch {
    return t("share.unsent");
  }
}
