"use strict";
// The playground: what is typed goes to the worker, the newest answer is shown.
(() => {
  const one = (selector) => document.querySelector(selector);
  const text = one("#text"), result = one("#result"), state = one("#state"), sure = one("#confidence");
  const worker = new Worker("worker.js", { type: "module" });
  let id = 0, timer, patch = "";

  const say = (said) => { state.textContent = said; };
  const ask = () => {
    id += 1;
    document.body.dataset.state = "busy";
    say("Looking …");
    worker.postMessage({ id, text: text.value, confidence: sure.value });
  };
  const later = () => { clearTimeout(timer); timer = setTimeout(ask, 250); };

  const show = (answer) => {
    document.body.dataset.state = "done";
    if (answer.error) { say(answer.error); result.replaceChildren(); one("#repaired").hidden = true; return; }
    // dfix escapes every text of the file; scripts in what is set here would not run, and the policy forbids them.
    result.innerHTML = answer.html;
    const count = answer.findings.length;
    say(count ? `${count} ${count === 1 ? "finding" : "findings"}` : "Nothing found");
    patch = answer.patch;
    one("#repaired").hidden = !answer.repairs;
    one("#repairs").textContent = `${answer.repairs} safe ${answer.repairs === 1 ? "fix" : "fixes"}`;
    one("#all").dataset.patch = JSON.stringify(patch);
    one("#use").onclick = () => { text.value = answer.repaired; remember(); ask(); };
  };

  worker.addEventListener("message", ({ data }) => {
    if (data.ready) ask();
    else if (data.failed) { document.body.dataset.state = "failed"; say(`Python could not be started: ${data.failed}`); }
    else if (data.id === id) show(data.answer);
  });
  worker.addEventListener("error", (event) => { document.body.dataset.state = "failed"; say(`Python could not be started: ${event.message}`); });

  // The text is part of the address, so that a link can be sent; it never leaves the browser otherwise.
  const remember = () => history.replaceState(null, "", `#${encodeURIComponent(text.value)}`);
  const recall = () => {
    try { const kept = decodeURIComponent(location.hash.slice(1)); return /^(trace|line|finding|file)-/.test(kept) ? "" : kept; } catch { return ""; }
  };
  // A link to a line of the source must not take the text out of the address.
  result.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#line-']");
    if (!link) return;
    event.preventDefault();
    document.getElementById(link.getAttribute("href").slice(1))?.scrollIntoView({ block: "center" });
  });
  text.addEventListener("input", () => { remember(); later(); });
  sure.addEventListener("change", ask);
  const examples = one("#examples");
  examples.addEventListener("change", () => {
    const example = document.getElementById(`example-${examples.value}`);
    if (example) { text.value = example.content.textContent.trimStart(); remember(); ask(); }
    examples.value = "";
  });
  text.value = recall() || document.getElementById("example-go").content.textContent.trimStart();
})();
