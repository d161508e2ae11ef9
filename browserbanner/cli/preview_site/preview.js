// Asks whether a catalog was saved, and brings what changed; shows where a message stands.
"use strict";

const revisions = JSON.parse(document.body.dataset.revisions);
const EVERY = 300; // milliseconds
const TALLEST = 1400; // pixels

function fit(frame) {
  const root = frame.contentDocument && frame.contentDocument.documentElement;
  if (root) frame.height = Math.min(TALLEST, Math.max(80, root.querySelector("body").scrollHeight));
}

function framesOf(language) {
  return document.querySelectorAll(`iframe[data-language="${language}"]`);
}

async function showMessages(language) {
  const section = document.querySelector(`.messages[data-language="${language}"]`);
  if (!section) return;
  const answer = await fetch(`/messages?language=${encodeURIComponent(language)}`);
  if (!answer.ok) return;
  const details = section.querySelector("details");
  const open = details && details.open;
  section.innerHTML = await answer.text();
  if (details) section.querySelector("details").open = open;
}

function showPlace(language, number) {
  let first = true;
  for (const frame of framesOf(language)) {
    const page = frame.contentDocument;
    if (!page) continue;
    for (const element of page.querySelectorAll(".here")) element.classList.remove("here");
    for (const element of page.querySelectorAll(`[data-m="${number}"]`)) {
      element.classList.add("here");
      if (first) frame.scrollIntoView({ block: "nearest" });
      first = false;
    }
  }
}

async function look() {
  try {
    const answer = await fetch("/state", { cache: "no-store" });
    const now = await answer.json();
    if (Object.keys(now).sort().join() !== Object.keys(revisions).sort().join()) return location.reload();
    for (const language of Object.keys(now)) {
      if (now[language] === revisions[language]) continue;
      revisions[language] = now[language];
      for (const frame of framesOf(language)) frame.contentWindow.location.reload();
      await showMessages(language);
      document.body.dataset.shown = JSON.stringify(revisions);
    }
  } catch (error) {
    // The preview was stopped, or is being started again.
  }
  setTimeout(look, EVERY);
}

for (const frame of document.querySelectorAll("iframe")) {
  frame.addEventListener("load", () => fit(frame));
  fit(frame);
}
for (const section of document.querySelectorAll(".messages")) {
  showMessages(section.dataset.language);
  const chosen = (event) => {
    const row = event.target.closest("tr[data-m]");
    if (row && (event.type === "click" || event.key === "Enter")) showPlace(section.dataset.language, row.dataset.m);
  };
  section.addEventListener("click", chosen);
  section.addEventListener("keydown", chosen);
}
look();
