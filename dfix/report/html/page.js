"use strict";
(() => {
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const root = document.documentElement;

  // What was done, for eyes and for screen readers.
  let timer;
  const say = (text) => {
    const said = one("#said");
    said.textContent = text;
    said.classList.add("shown");
    clearTimeout(timer);
    timer = setTimeout(() => said.classList.remove("shown"), 1800);
  };

  // Light or dark: as the system has it, until the reader chooses.
  const theme = one("#theme");
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const nameTheme = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  const store = (value) => { try { localStorage.setItem("dfix-theme", value); } catch { /* a page from a file may have no storage */ } };
  const stored = () => { try { return localStorage.getItem("dfix-theme"); } catch { return null; } };
  const switchTheme = () => { root.dataset.theme = isDark() ? "light" : "dark"; store(root.dataset.theme); nameTheme(); };
  if (["light", "dark"].includes(stored())) root.dataset.theme = stored();
  theme.hidden = false;
  theme.addEventListener("click", switchTheme);
  nameTheme();

  // The filter: a finding is shown where it fits all that is chosen.
  const articles = () => all("article.finding");
  const form = one("#filter");
  const order = ["possible", "likely", "certain"];
  // What a finding says; not the lines around a change, which have all kinds of words.
  const wordsOf = (finding) => {
    const copy = finding.cloneNode(true);
    for (const part of all(".change", copy)) part.remove();
    return copy.textContent.toLowerCase();
  };
  const texts = new WeakMap();
  const says = (finding, word) => {
    if (!texts.has(finding)) texts.set(finding, wordsOf(finding));
    return texts.get(finding).includes(word);
  };
  const pressed = (name) => all(`.chip[data-${name}][aria-pressed="true"]`).map((chip) => chip.dataset[name]);
  const filter = () => {
    const words = one("#words").value.toLowerCase().split(/\s+/).filter(Boolean);
    const path = one("#path").value.toLowerCase();
    const sure = order.indexOf(one("#sure").value);
    const severities = pressed("severity"), codes = pressed("code");
    const findings = articles();
    let shown = 0;
    for (const finding of findings) {
      const fits = words.every((word) => says(finding, word)) &&
        finding.closest(".file").dataset.path.toLowerCase().includes(path) &&
        order.indexOf(finding.dataset.confidence) >= sure &&
        (!severities.length || severities.includes(finding.dataset.severity)) &&
        (!codes.length || codes.includes(finding.dataset.code));
      finding.hidden = !fits;
      shown += fits;
    }
    const isFiltered = shown < findings.length;
    for (const file of all(".file")) {
      file.hidden = isFiltered && !all("article.finding:not([hidden])", file).length;
    }
    for (const rest of all(".rest")) rest.hidden = isFiltered;
    one("#nothing").hidden = shown > 0;
    one("#count").textContent = isFiltered ? `${shown} of ${findings.length} findings` :
      `${shown} ${shown === 1 ? "finding" : "findings"}`;
  };
  const clear = () => {
    form.reset();
    for (const chip of all(".chip")) chip.setAttribute("aria-pressed", "false");
    filter();
  };
  if (form) {
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", filter);
    form.addEventListener("click", (event) => {
      const chip = event.target.closest(".chip");
      if (!chip) return;
      chip.setAttribute("aria-pressed", chip.getAttribute("aria-pressed") === "true" ? "false" : "true");
      filter();
    });
  }

  // Copy a patch.
  const byHand = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.readOnly = true;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (!done) throw new Error("the browser does not copy");
  };
  const copy = async (button) => {
    const patch = JSON.parse(button.dataset.patch);
    try {
      await navigator.clipboard.writeText(patch).catch(() => byHand(patch));
    } catch {
      try { byHand(patch); } catch { say("The browser does not let this page copy"); return; }
    }
    button.classList.add("done");
    button.textContent = "Copied";
    say("The patch is copied: git apply, or patch -p1");
    setTimeout(() => { button.classList.remove("done"); button.textContent = "Copy the patch"; }, 2000);
  };

  // The lines of a trace are marked in the source.
  const follow = (part) => {
    const file = part?.closest(".file");
    for (const line of all(".traced")) line.classList.remove("traced");
    if (!file) return;
    const number = file.id.split("-")[1];
    for (const step of all(".trace li", part)) {
      document.getElementById(`line-${number}-${step.dataset.line}`)?.classList.add("traced");
    }
  };
  const openPanel = (panel) => {
    for (const other of all(".panel.shown")) if (other !== panel) other.classList.remove("shown");
    const shown = panel.classList.toggle("shown");
    follow(shown ? panel : null);
    if (shown) { panel.scrollIntoView({ block: "nearest" }); panel.focus({ preventScroll: true }); }
  };

  // One finding is the current one: j and k move on.
  let current = null;
  const go = (step) => {
    const shown = articles().filter((finding) => !finding.hidden);
    if (!shown.length) return;
    const at = shown.indexOf(current);
    select(shown[at < 0 ? (step > 0 ? 0 : shown.length - 1) : Math.min(Math.max(at + step, 0), shown.length - 1)]);
  };
  const select = (finding) => {
    for (const other of articles()) other.classList.toggle("current", other === finding);
    current = finding;
    finding.scrollIntoView({ block: "start" });
    finding.focus({ preventScroll: true });
    follow(finding);
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest(".copy");
    if (button) { copy(button); return; }
    const close = event.target.closest(".close");
    if (close) {
      event.preventDefault();
      close.closest(".panel").classList.remove("shown");
      follow(null);
      if (location.hash.startsWith("#trace-")) history.replaceState(null, "", location.pathname + location.search);
      return;
    }
    const link = event.target.closest("a[href^='#'], .g-link");
    const target = link && document.getElementById((link.getAttribute("href") || "").slice(1));
    if (target?.classList.contains("panel")) { event.preventDefault(); openPanel(target); return; }
    if (target?.classList.contains("finding")) { event.preventDefault(); target.hidden = false; select(target); return; }
    if (target?.closest(".source")) target.closest(".source").open = true;
    const finding = event.target.closest("article.finding");
    if (finding) follow(finding);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const isWriting = event.target.matches("input, select, textarea");
    if (event.key === "Escape") {
      for (const panel of all(".panel.shown")) panel.classList.remove("shown");
      follow(null);
      if (form) clear();
      event.target.blur();
      return;
    }
    if (isWriting) return;
    const does = {
      "/": () => one("#words")?.focus(), j: () => go(1), k: () => go(-1), t: switchTheme,
      c: () => { const button = current?.querySelector(".copy"); if (button) copy(button); },
    }[event.key];
    if (does) { event.preventDefault(); does(); }
  });

  // Paper has no clicks: all that is folded is printed.
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = all("details:not([open])");
    for (const part of folded) part.open = true;
  });
  addEventListener("afterprint", () => { for (const part of folded) part.open = false; });
})();
