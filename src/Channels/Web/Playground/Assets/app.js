// The talk: ask, wait, show; one question at a time.

import { ask, iAm, whoAmI } from "./api.js";
import { answerCard, said } from "./answer.js";
import { announce, byId, el } from "./dom.js";
import { closeSource } from "./source.js";

const EXAMPLES = [
  "How many days of annual leave can I carry over?",
  "Can I work from another country?",
  "What is the hotel limit per night in London?",
  "How quickly must I acknowledge a page when I am on call?",
];
const WORDS = {
  unauthorized: "This server asks for a key. Enter yours at the top, then try again.",
  answer_timeout: "This is taking longer than usual. Your question is still being worked on; try again to pick up the answer.",
};
const STAGES = { searching: "Searching the documents", reading: "Reading the sources", writing: "Writing the answer" };

let conversation = null;
let busy = false;

async function put(text) {
  if (busy || !text.trim()) return;
  begin(true);
  byId("welcome").hidden = true;
  const slot = el("div", {});
  const turn = el("li", { class: "turn" }, el("p", { class: "asked" }, text), slot);
  byId("turns").append(turn);
  await attempt(text, slot, turn, crypto.randomUUID());
  begin(false);
}

async function attempt(text, slot, turn, key) {
  const wait = waitingCard();
  slot.replaceChildren(wait.card);
  reveal(turn);
  const mine = whoAmI();
  try {
    const chat = await ask(text, conversation, key, wait.progress, wait.delta);
    if (mine.user !== whoAmI().user) return;
    conversation = chat.conversation_id;
    slot.replaceChildren(await answerCard(chat, put));
    announce(`${chat.kind === "answer" ? "Answer" : "Reply"} ready. ${chat.text}`);
  } catch (error) {
    slot.replaceChildren(trouble(error, () => again(text, slot, turn, error.code === "failed" ? crypto.randomUUID() : key)));
    announce(error.message);
  }
  reveal(turn);
}

// A turn that is still running, or whose answer got lost on the way, is picked up; one that failed is asked anew.
async function again(text, slot, turn, key) {
  if (busy) return;
  begin(true);
  await attempt(text, slot, turn, key);
  begin(false);
}

function waitingCard() {
  const label = el("span", {}, STAGES.searching);
  const state = el("p", { class: "state" }, el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")), label);
  const card = el("div", { class: "card waiting" }, state);
  let text = "";
  announce(STAGES.searching);
  return {
    card,
    progress(progress) {
      const stage = STAGES[progress.stage] ?? STAGES.searching;
      label.textContent = progress.stage === "reading" && progress.sources ? `Reading ${progress.sources} sources` : stage;
    },
    delta(piece) {
      text += piece;
      card.replaceChildren(el("div", { class: "tabs" }, el("span", {}, "Answer")), el("div", { class: "panel" }, said(text, new Map())));
    },
  };
}

function trouble(error, retry) {
  if (error.status === 401) byId("key-field").hidden = false;
  const text = WORDS[error.code] ?? error.message;
  return el("div", { class: "card", role: "alert" },
    el("div", { class: "trouble" }, el("p", {}, text), el("button", { type: "button", onclick: retry }, "Try again")));
}

function begin(on) {
  busy = on;
  byId("ask").disabled = on || !byId("question").value.trim();
}

// Shows the newest turn from its question on, without moving what is already in view.
function reveal(turn) {
  const scroll = byId("scroll");
  const top = turn.offsetTop - scroll.offsetTop - 16;
  const overflow = turn.getBoundingClientRect().bottom - scroll.getBoundingClientRect().bottom;
  if (overflow > 0) scroll.scrollTop = Math.min(top, scroll.scrollTop + overflow + 16);
}

function startOver() {
  conversation = null;
  closeSource();
  byId("turns").replaceChildren();
  byId("welcome").hidden = false;
  byId("question").focus();
}

function grow() {
  const box = byId("question");
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
  begin(busy);
}

function submit() {
  const text = byId("question").value;
  if (busy || !text.trim()) return;
  byId("question").value = "";
  grow();
  put(text);
}

function introduce() {
  const [user, key] = [byId("user").value.trim(), byId("key").value.trim()];
  const known = whoAmI();
  if (user === known.user && key === known.key) return;
  iAm(user, key);
  if (user !== known.user) startOver();
}

byId("composer").addEventListener("submit", event => { event.preventDefault(); submit(); });
byId("question").addEventListener("input", grow);
byId("question").addEventListener("keydown", event => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
});
byId("who").addEventListener("submit", event => { event.preventDefault(); introduce(); byId("question").focus(); });
byId("who").addEventListener("change", introduce);
byId("new").addEventListener("click", startOver);
byId("examples").append(...EXAMPLES.map(text => el("li", {}, el("button", { type: "button", onclick: () => put(text) }, text))));
byId("user").value = whoAmI().user;
byId("key").value = whoAmI().key;
byId("key-field").hidden = !whoAmI().key;
grow();
byId("question").focus();
