// An answer as a card: the text with its numbers, the sources, the votes; and the same turn as each channel and as a program gets it.

import { previews } from "./api.js";
import { el } from "./dom.js";
import { openSource } from "./source.js";
import { teamsPreview } from "./teams.js";
import { voteBar } from "./votes.js";

const NAMES = { slack: "Slack", teams: "Teams", web: "Web", console: "Console" };
const SURE = { high: "well supported", medium: "partly supported", low: "weakly supported" };
let cards = 0;
let channels = null;

export async function answerCard(chat, onAsk) {
  const card = el("article", { class: "card", "aria-label": "Answer" });
  const rated = chat.kind === "answer" || chat.kind === "no_evidence";
  card.append(tabbed(chat, answerPanel(chat, onAsk), await channelsOf(chat)), rated ? voteBar(chat.turn_id, facts(chat)) : "");
  return card;
}

// Asked before the first card is shown, so that its tabs do not move.
async function channelsOf(chat) {
  try {
    channels ??= (await previews(chat.turn_id)).map(preview => preview.channel);
  } catch {
    return [];
  }
  return channels;
}

function facts(chat) {
  const time = chat.timings_ms.total >= 1000 ? `${(chat.timings_ms.total / 1000).toFixed(1)}\u00a0s` : `${Math.max(1, Math.round(chat.timings_ms.total))}\u00a0ms`;
  const how = chat.kind !== "answer" ? "No answer found" : chat.mode === "extractive" ? "Quoted from the sources" : "Written from the sources";
  return [how, SURE[chat.confidence], time].filter(Boolean).join(" · ");
}

function answerPanel(chat, onAsk) {
  const sources = new Map(chat.citations.map(citation => [citation.number, citation]));
  // The choices are buttons here; as a list they would be said twice.
  const text = chat.choices?.length ? chat.text.split("\n- ")[0] : chat.text;
  const panel = el("div", {}, said(text, sources));
  for (const note of chat.notes) panel.append(el("p", { class: "note" }, note));
  if (chat.choices?.length) {
    panel.append(el("div", { class: "choices" }, ...chat.choices.map(choice =>
      el("button", { type: "button", class: "pill", onclick: () => onAsk(choice) }, choice))));
  }
  if (sources.size) panel.append(sourceList(chat.citations));
  return panel;
}

// Plain text: blank lines part paragraphs, lines that start with "- " are a list, [n] opens source n.
export function said(text, sources) {
  const root = el("div", { class: "said" });
  for (const block of text.split(/\n{2,}/)) {
    let list = null;
    let paragraph = null;
    for (const line of block.split("\n")) {
      if (line.startsWith("- ")) {
        paragraph = null;
        list ??= root.appendChild(el("ul"));
        list.append(el("li", {}, ...pieces(line.slice(2), sources)));
      } else if (line.trim()) {
        list = null;
        if (paragraph) paragraph.append(el("br"));
        else paragraph = root.appendChild(el("p"));
        paragraph.append(...pieces(line, sources));
      }
    }
  }
  return root;
}

// A number stays on the line of the word before it.
function pieces(line, sources) {
  const found = [];
  let last = null;
  for (const piece of line.split(/(\[\d{1,3}\])/).filter(Boolean)) {
    const source = sources.get(Number(/^\[(\d+)\]$/.exec(piece)?.[1]));
    if (source && last) last.append(chip(source));
    else if (source) found.push(last = el("span", { class: "glued" }, chip(source)));
    else {
      const [, head, word] = /^([\s\S]*?)(\S*\s?)$/.exec(piece);
      found.push(head, last = el("span", { class: "glued" }, word));
    }
  }
  return found;
}

function chip(source) {
  return el("button", {
    type: "button", class: "chip", title: source.title, "aria-label": `Source ${source.number}: ${source.title}`, "aria-expanded": "false", "aria-controls": "source",
    onclick: event => openSource(source, event.currentTarget),
  }, String(source.number));
}

function sourceList(citations) {
  return el("section", { class: "sources" },
    el("h3", {}, citations.length === 1 ? "Source" : "Sources"),
    el("ol", {}, ...citations.map(source => el("li", {}, el("button", {
      type: "button", "aria-expanded": "false", "aria-controls": "source", onclick: event => openSource(source, event.currentTarget),
    },
      el("span", { class: "number", "aria-hidden": "true" }, String(source.number)),
      el("span", { class: "where" }, source.title, el("span", {}, trail(source))),
      el("span", { class: "quote" }, readable(source.quote)))))));
}

const trail = source => [
  ...source.heading_path.filter((heading, i) => i > 0 || heading !== source.title).map(heading => ` › ${heading}`),
  source.place ? ` › ${source.place}` : "",
  source.effective ? ` · since ${source.effective}` : "",
].join("");

// The quote without its markup, for a glance; the panel shows it as it stands.
const readable = quote => quote
  .replace(/!?\[([^\][]*)\]\([^()\s]*\)/g, "$1")
  .replace(/\*\*|__|`/g, "")
  .replace(/^[ \t]*(?:[>#*+-]+|\d+[.)])[ \t]+/gm, "")
  .replace(/^\s*\||\|\s*$/gm, "")
  .replace(/\s*\|\s*/g, " · ")
  .replace(/\s+/g, " ")
  .trim();

// Tabs after the pattern of the ARIA guide: one stop for Tab, arrows move, the panel of a channel is fetched when it is first shown.
function tabbed(chat, answer, channels) {
  const id = `card-${++cards}`;
  const panel = el("div", { class: "panel", role: "tabpanel", id: `${id}-panel`, tabindex: "0" }, answer);
  const list = el("div", { class: "tabs", role: "tablist", "aria-label": "Ways to see the answer" });
  const json = value => el("pre", {}, el("code", {}, JSON.stringify(value, null, 2)));
  const tabs = [];

  function add(name, show) {
    const tab = el("button", { type: "button", role: "tab", "aria-controls": panel.id, "aria-selected": "false", tabindex: "-1" }, name);
    tab.addEventListener("click", () => select(tab, show));
    list.append(tab);
    tabs.push(tab);
  }

  async function select(tab, show) {
    for (const other of tabs) {
      other.setAttribute("aria-selected", String(other === tab));
      other.tabIndex = other === tab ? 0 : -1;
    }
    panel.style.minHeight = `${panel.offsetHeight}px`;
    try {
      const content = await show();
      if (tab.tabIndex === 0) panel.replaceChildren(content);
    } catch (error) {
      panel.replaceChildren(el("p", {}, error.message));
    }
  }

  list.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
    event.preventDefault();
  });

  // Fetched anew each time, since votes change what a channel shows.
  async function preview(channel) {
    const payload = (await previews(chat.turn_id)).find(found => found.channel === channel)?.payload;
    return channel === "teams" && payload ? teamsPreview(payload) : json(payload);
  }

  add("Answer", () => answer);
  for (const channel of channels) add(NAMES[channel] ?? channel, () => preview(channel));
  add("JSON", () => json(chat));
  tabs[0].setAttribute("aria-selected", "true");
  tabs[0].tabIndex = 0;
  const root = document.createDocumentFragment();
  root.append(list, panel);
  return root;
}
