// Draws what Teams would get about as Teams shows it. Only folding works here: the bot's own buttons are shown and do nothing.

import { el } from "./dom.js";

export function teamsPreview(messages) {
  return el("div", {},
    el("div", { class: "teams" }, ...messages.map(message)),
    el("details", { class: "payload" },
      el("summary", {}, "What Teams gets"),
      el("pre", {}, el("code", {}, JSON.stringify(messages, null, 2)))));
}

function message(body) {
  const isLabelled = (body.entities ?? []).some(entity => entity.additionalType?.includes("AIGeneratedContent"));
  const cards = (body.attachments ?? []).map(attachment => card(attachment.content));
  return el("section", { "aria-label": "Message in Teams" },
    el("header", {}, el("b", {}, "ChatOpsBot"), isLabelled ? el("span", { class: "label" }, "AI generated") : null),
    ...cards,
    body.text ? el("div", { class: "bubble raw" }, body.text) : null);
}

function card(content) {
  const named = new Map();
  const root = el("div", { class: "bubble", dir: content.rtl ? "rtl" : null });
  root.append(...(content.body ?? []).map(element => draw(element, named)), buttons(content.actions ?? [], named));
  return root;
}

const DRAWN = {
  RichTextBlock: element => el("p", {}, ...element.inlines.map(run)),
  Container: (element, named) => el("div", { class: element.style === "emphasis" ? "emphasis" : null }, ...element.items.map(item => draw(item, named))),
  ColumnSet: (element, named) => el("div", { class: "columns" }, ...element.columns.map(column =>
    el("div", { class: column.width === "stretch" ? "stretch" : null }, ...column.items.map(item => draw(item, named))))),
  ActionSet: (element, named) => buttons(element.actions, named),
  "Input.ChoiceSet": element => el("fieldset", {}, el("legend", {}, element.label), ...element.choices.map(choice =>
    el("label", {}, el("input", { type: "checkbox" }), ` ${choice.title}`))),
  "Input.Text": element => el("label", {}, element.label, el("textarea", { maxlength: element.maxLength })),
};

function draw(element, named) {
  const drawn = DRAWN[element.type]?.(element, named) ?? el("p", { class: "subtle" }, element.type);
  drawn.classList.add("element");
  if (element.spacing) drawn.classList.add(`gap-${element.spacing.toLowerCase()}`);
  if (element.separator) drawn.classList.add("ruled");
  drawn.hidden = element.isVisible === false;
  if (element.id) named.set(element.id, drawn);
  return drawn;
}

function run(inline) {
  const looks = [inline.weight === "Bolder" && "bold", inline.isSubtle && "subtle", inline.size === "Small" && "small", inline.fontType === "Monospace" && "mono"];
  const classes = looks.filter(Boolean).join(" ") || null;
  const url = inline.selectAction?.url;
  return url && /^https?:\/\//.test(url)
    ? el("a", { class: classes, href: url, target: "_blank", rel: "noopener noreferrer" }, inline.text)
    : el("span", { class: classes }, inline.text);
}

function buttons(actions, named) {
  return el("div", { class: "element actions" }, ...actions.map(action => el("button", {
    type: "button", title: action.targetElements ? null : "Works in Teams",
    onclick: () => (action.targetElements ?? []).forEach(id => named.get(id)?.toggleAttribute("hidden")),
  }, action.title)));
}
