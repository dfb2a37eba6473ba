// The panel that shows a cited document beside the talk, with the quote marked.

import { readDocument } from "./api.js";
import { announce, byId, el } from "./dom.js";
import { renderDocument } from "./markdown.js";

let opener = null;
let opening = 0;

export async function openSource(citation, button) {
  const turn = ++opening;
  shown(button);
  byId("source-title").textContent = citation.title;
  byId("source-path").textContent = [citation.document, ...citation.heading_path, ...(citation.place ? [citation.place] : [])].join(" › ");
  byId("source-stale").hidden = true;
  byId("source-page").replaceChildren();
  byId("source-title").focus({ preventScroll: true });
  try {
    const found = await readDocument(citation.document);
    if (turn === opening) show(found, citation);
  } catch (error) {
    if (turn === opening) fail(error, citation, button);
  }
}

export function closeSource() {
  if (byId("source").hidden) return;
  opening++;
  byId("source").hidden = byId("veil").hidden = true;
  byId("stage").classList.remove("split");
  byId("talk").inert = false;
  opener?.setAttribute("aria-expanded", "false");
  if (opener?.isConnected) opener.focus({ preventScroll: true });
  opener = null;
}

function shown(button) {
  opener?.setAttribute("aria-expanded", "false");
  opener = button;
  button.setAttribute("aria-expanded", "true");
  byId("source").hidden = byId("veil").hidden = false;
  byId("stage").classList.add("split");
  fit();
}

// As a sheet it covers the talk, which must then not be reached by keyboard.
const narrow = matchMedia("(max-width: 60rem)");
const fit = () => { byId("talk").inert = narrow.matches && !byId("source").hidden; };

function show(found, citation) {
  const page = byId("source-page");
  const holds = found.text.slice(citation.start, citation.end) === citation.quote;
  const { root, first } = renderDocument(found.text, found.format, holds ? citation.start : -1, holds ? citation.end : -1);
  const since = found.effective ? ` · in effect since ${found.effective}` : "";
  byId("source-path").textContent = [found.document, ...citation.heading_path, ...(citation.place ? [citation.place] : [])].join(" › ") + since;
  notice(holds ? (found.is_superseded ? "A newer document replaces this one." : "") : "The document has changed since it was quoted, so the quote is not marked.");
  page.replaceChildren(root);
  page.scrollTop = first ? first.getBoundingClientRect().top - page.getBoundingClientRect().top - page.clientHeight / 3 : 0;
  announce(`${found.title} is open, with the quote marked.`);
}

function notice(text) {
  byId("source-stale").textContent = text;
  byId("source-stale").hidden = !text;
}

function fail(error, citation, button) {
  byId("source-page").replaceChildren(
    el("p", {}, error.status === 404 ? "This document is gone, or you may no longer read it." : error.message),
    el("p", {}, el("button", { type: "button", class: "quiet", onclick: () => openSource(citation, button) }, "Try again")));
}

byId("source-close").addEventListener("click", closeSource);
byId("veil").addEventListener("click", closeSource);
narrow.addEventListener("change", fit);
document.addEventListener("keydown", event => { if (event.key === "Escape") closeSource(); });
