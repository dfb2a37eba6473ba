// Thumbs up and down, and on thumbs down why.

import { vote } from "./api.js";
import { announce, el, icon } from "./dom.js";

const REASONS = [
  ["wrong", "The answer is wrong"],
  ["wrong_source", "The source does not say that"],
  ["outdated", "The source is out of date"],
  ["incomplete", "Something is missing"],
  ["off_topic", "Not what I asked"],
  ["other", "Something else"],
];

export function voteBar(turnId, facts) {
  const state = { value: "none", reasons: [], comment: null };
  const up = thumb("up", "Good answer");
  const down = thumb("down", "Bad answer");
  const said = el("span", { class: "voted" });
  const form = whyForm(state, (reasons, comment) => cast("down", reasons, comment, true));
  const bar = el("div", { class: "foot" }, el("span", { class: "facts" }, facts), said, el("span", {}, up.button, down.button));
  const root = el("div", {}, bar, form.root);

  up.button.addEventListener("click", () => cast(state.value === "up" ? "none" : "up", [], null, false));
  down.button.addEventListener("click", () => cast(state.value === "down" ? "none" : "down", [], null, false));

  async function cast(value, reasons, comment, final) {
    try {
      const stored = await vote(turnId, value, reasons, comment);
      Object.assign(state, { value: stored.vote, reasons: stored.reasons, comment: stored.comment });
      up.show(stored.vote === "up", stored.up);
      down.show(stored.vote === "down", stored.down);
      form.root.hidden = stored.vote !== "down" || final;
      if (!form.root.hidden) form.root.scrollIntoView({ block: "nearest" });
      say(stored.vote === "none" ? "Vote taken back" : final ? "Thanks, noted" : stored.vote === "up" ? "Thanks" : "");
    } catch (error) {
      say(`Your vote was not stored. ${error.message}`);
    }
  }

  function say(text) {
    said.textContent = text;
    if (text) announce(text);
  }

  return root;
}

function thumb(name, label) {
  const count = el("span", {});
  const button = el("button", { type: "button", class: "vote", "aria-label": label, "aria-pressed": "false" }, icon(name), count);
  return {
    button,
    show(pressed, total) {
      button.setAttribute("aria-pressed", String(pressed));
      count.textContent = total ? String(total) : "";
      button.setAttribute("aria-label", total ? `${label}, ${total}` : label);
    },
  };
}

function whyForm(state, send) {
  const chosen = new Set();
  const comment = el("textarea", { rows: "2", maxlength: "2000", placeholder: "What would have been right? (optional)", "aria-label": "Comment" });
  const pills = REASONS.map(([key, text]) => el("button", { type: "button", class: "pill", "aria-pressed": "false", onclick: event => {
    if (!chosen.delete(key)) chosen.add(key);
    event.currentTarget.setAttribute("aria-pressed", String(chosen.has(key)));
  } }, text));
  const root = el("form", { class: "why", hidden: true, onsubmit: event => {
    event.preventDefault();
    send([...chosen], comment.value.trim() || null);
  } },
    el("fieldset", {}, el("legend", {}, "What was wrong?"), el("div", { class: "reasons" }, ...pills)),
    comment,
    el("div", { class: "send" },
      el("button", { type: "submit", class: "solid" }, "Send"),
      el("button", { type: "button", class: "plain", onclick: () => { root.hidden = true; } }, "Not now")));
  return { root };
}
