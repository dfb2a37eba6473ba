// Shows a document with its structure and one span of its text marked. Every text node knows where it stands in the source, so the
// span given by start and end is found exactly, whatever markup lies between.

// Lists and quotes nested deeper than anybody writes them are shown as they stand.
const MAX_DEPTH = 16;

// Looking for markup takes time that grows with the square of the line; a line longer than this is shown as it stands.
const MAX_INLINE = 10_000;

const FENCE = /^\s{0,3}(`{3,}|~{3,})/;
const HEADING = /^\s{0,3}(#{1,6})[ \t]+/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])(\s+)/;
const QUOTE = /^\s{0,3}>[ \t]?/;
const RULE = /^\s{0,3}([-*_])(\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;
const INLINE = /\\[!-/:-@[-`{-~]|(`+)([^`]|[^`][\s\S]*?[^`])\1(?!`)|!?\[([^\][]*)\]\(([^()\s]*)(?:\s+"[^"]*")?\)|\*\*(?=\S)([\s\S]*?\S)\*\*|__(?=\S)([\s\S]*?\S)__|\*(?=[^\s*])([^*]*[^\s*])\*|(?<![\p{L}\p{N}])_(?=[^\s_])([^_]*[^\s_])_(?![\p{L}\p{N}])|<(https?:\/\/[^<>\s]+)>/gu;

export function renderDocument(text, format, start, end) {
  const page = new Page(text, start, end);
  const root = document.createDocumentFragment();
  if (format === "markdown") page.blocks(root, page.frontMatter(root, lines(text)));
  else page.plain(root, lines(text));
  return { root, first: page.first };
}

function lines(text) {
  const found = [];
  for (let at = 0; at <= text.length;) {
    const next = text.indexOf("\n", at);
    const stop = next < 0 ? text.length : next;
    found.push({ from: at, to: stop > at && text[stop - 1] === "\r" ? stop - 1 : stop });
    at = stop + 1;
  }
  return found;
}

class Page {
  constructor(text, start, end) {
    Object.assign(this, { text, start, end, first: null, depth: 0 });
  }

  of(line) {
    return this.text.slice(line.from, line.to);
  }

  // Adds the source text of a span, marked where it was quoted.
  put(parent, from, to, shown) {
    const cuts = [from, Math.min(Math.max(this.start, from), to), Math.max(Math.min(this.end, to), from), to];
    for (let i = 0; i < 3; i++) {
      if (cuts[i] >= cuts[i + 1]) continue;
      const node = document.createTextNode(shown ?? this.text.slice(cuts[i], cuts[i + 1]));
      parent.append(i === 1 ? this.marked(node) : node);
      if (shown) return;
    }
  }

  marked(node) {
    const mark = document.createElement("mark");
    mark.append(node);
    this.first ??= mark;
    return mark;
  }

  add(parent, name, className) {
    const element = document.createElement(name);
    if (className) element.className = className;
    parent.append(element);
    return element;
  }

  plain(parent, all) {
    this.paragraphs(all, group => {
      const paragraph = this.add(parent, "p", "raw");
      this.put(paragraph, group[0].from, group.at(-1).to);
    });
  }

  paragraphs(all, each) {
    let group = [];
    for (const line of [...all, { from: 0, to: 0 }]) {
      if (this.of(line).trim()) group.push(line);
      else if (group.length) {
        each(group);
        group = [];
      }
    }
  }

  frontMatter(parent, all) {
    if (this.of(all[0]).trimEnd() !== "---") return all;
    const close = all.findIndex((line, i) => i > 0 && /^(---|\.\.\.)\s*$/.test(this.of(line)));
    if (close < 0) return all;
    const list = this.add(parent, "dl");
    for (const line of all.slice(1, close)) {
      const colon = this.of(line).indexOf(":");
      if (colon <= 0) continue;
      this.put(this.add(list, "dt"), line.from, line.from + colon);
      this.put(this.add(list, "dd"), line.from + colon + 1, line.to);
    }
    if (!list.children.length) list.remove();
    return all.slice(close + 1);
  }

  blocks(parent, all) {
    if (this.depth >= MAX_DEPTH) return this.plain(parent, all);
    this.depth++;
    for (let i = 0; i < all.length;) {
      const text = this.of(all[i]);
      if (!text.trim()) i++;
      else if (FENCE.test(text)) i = this.code(parent, all, i);
      else if (HEADING.test(text)) i = this.heading(parent, all, i);
      else if (RULE.test(text)) i = (this.add(parent, "hr"), i + 1);
      else if (QUOTE.test(text)) i = this.quote(parent, all, i);
      else if (ITEM.test(text)) i = this.list(parent, all, i);
      else if (this.isTable(all, i)) i = this.table(parent, all, i);
      else i = this.paragraph(parent, all, i);
    }
    this.depth--;
  }

  isTable(all, i) {
    return i + 1 < all.length && this.of(all[i]).includes("|") && this.of(all[i + 1]).includes("-") && TABLE_RULE.test(this.of(all[i + 1]));
  }

  starts(all, i) {
    const text = this.of(all[i]);
    return !text.trim() || FENCE.test(text) || HEADING.test(text) || RULE.test(text) || QUOTE.test(text) || ITEM.test(text) || this.isTable(all, i);
  }

  code(parent, all, i) {
    const fence = FENCE.exec(this.of(all[i]))[1];
    let close = i + 1;
    while (close < all.length && !this.of(all[close]).trim().startsWith(fence)) close++;
    const block = this.add(this.add(parent, "pre"), "code");
    if (close > i + 1) this.put(block, all[i + 1].from, all[close - 1].to);
    return close + 1;
  }

  heading(parent, all, i) {
    const [marks, hashes] = HEADING.exec(this.of(all[i]));
    // The panel has a title of its own, so the document's headings start two levels lower.
    const heading = this.add(parent, `h${Math.min(hashes.length + 2, 6)}`, `l${hashes.length}`);
    const to = all[i].from + this.of(all[i]).replace(/\s+#*\s*$/, "").length;
    this.inline(heading, all[i].from + marks.length, to);
    return i + 1;
  }

  quote(parent, all, i) {
    const inner = [];
    for (; i < all.length && QUOTE.test(this.of(all[i])); i++) {
      inner.push({ from: all[i].from + QUOTE.exec(this.of(all[i]))[0].length, to: all[i].to });
    }
    this.blocks(this.add(parent, "blockquote"), inner);
    return i;
  }

  list(parent, all, i) {
    const [, indent, bullet] = ITEM.exec(this.of(all[i]));
    const ordered = /\d/.test(bullet);
    const list = this.add(parent, ordered ? "ol" : "ul");
    if (ordered && parseInt(bullet, 10) !== 1) list.start = parseInt(bullet, 10);
    while (i < all.length) {
      const item = ITEM.exec(this.of(all[i]));
      if (!item || item[1].length !== indent.length || /\d/.test(item[2]) !== ordered || RULE.test(this.of(all[i]))) break;
      i = this.item(list, all, i, item);
    }
    return i;
  }

  item(list, all, i, [head, indent]) {
    const inner = [{ from: all[i].from + head.length, to: all[i].to }];
    let blank = false;
    for (i++; i < all.length; i++) {
      const text = this.of(all[i]);
      const depth = /^\s*/.exec(text)[0].length;
      if (!text.trim()) blank = true;
      else if (depth > indent.length) blank = false;
      else if (blank || this.starts(all, i)) break;
      const cut = Math.min(depth, head.length);
      inner.push({ from: Math.min(all[i].from + cut, all[i].to), to: all[i].to });
    }
    const item = this.add(list, "li");
    this.blocks(item, inner);
    if (item.children.length && item.firstElementChild.tagName === "P" && item.querySelectorAll(":scope > p").length === 1) {
      item.firstElementChild.replaceWith(...item.firstElementChild.childNodes);
    }
    return i;
  }

  table(parent, all, i) {
    const table = this.add(this.add(parent, "div", "wide"), "table");
    this.row(this.add(table, "thead"), all[i], "th");
    const body = this.add(table, "tbody");
    for (i += 2; i < all.length && this.of(all[i]).includes("|") && this.of(all[i]).trim(); i++) this.row(body, all[i], "td");
    return i;
  }

  row(parent, line, cell) {
    const row = this.add(parent, "tr");
    const text = this.of(line);
    const bars = [...text.matchAll(/(?<!\\)\|/g)].map(match => match.index);
    const edges = [...(text.trimStart().startsWith("|") ? [] : [-1]), ...bars, ...(/(?<!\\)\|\s*$/.test(text) ? [] : [text.length])];
    for (let i = 0; i + 1 < edges.length; i++) {
      const inner = text.slice(edges[i] + 1, edges[i + 1]);
      const from = line.from + edges[i] + 1 + (inner.length - inner.trimStart().length);
      const element = this.add(row, cell);
      if (cell === "th") element.scope = "col";
      this.inline(element, from, Math.max(from, line.from + edges[i + 1] - (inner.length - inner.trimEnd().length)));
    }
  }

  paragraph(parent, all, i) {
    const paragraph = this.add(parent, "p");
    for (let first = i; i < all.length && (i === first || !this.starts(all, i)); i++) {
      if (i > first) this.put(paragraph, all[i - 1].to, all[i].from, " ");
      const text = this.of(all[i]);
      this.inline(paragraph, all[i].from + (text.length - text.trimStart().length), all[i].to);
    }
    return i;
  }

  inline(parent, from, to) {
    if (to - from > MAX_INLINE) return this.put(parent, from, to);
    const text = this.text.slice(from, to);
    let done = 0;
    for (const match of text.matchAll(INLINE)) {
      this.put(parent, from + done, from + match.index);
      this.span(parent, match, from + match.index);
      done = match.index + match[0].length;
    }
    this.put(parent, from + done, to);
  }

  span(parent, match, at) {
    const [whole, ticks, code, label, url, strong1, strong2, weak1, weak2, address] = match;
    const inner = (element, text, offset) => this.inline(element, at + offset, at + offset + text.length);
    if (ticks) this.put(this.add(parent, "code"), at + ticks.length, at + ticks.length + code.length);
    else if (label !== undefined) inner(this.link(parent, whole.startsWith("!") ? null : url), label, whole.indexOf("[") + 1);
    else if (strong1 ?? strong2) inner(this.add(parent, "strong"), strong1 ?? strong2, 2);
    else if (weak1 ?? weak2) inner(this.add(parent, "em"), weak1 ?? weak2, 1);
    else if (address) this.put(this.link(parent, address), at + 1, at + 1 + address.length);
    else this.put(parent, at + 1, at + whole.length);
  }

  link(parent, url) {
    if (!/^https?:\/\//i.test(url ?? "")) return this.add(parent, "span");
    const link = this.add(parent, "a");
    Object.assign(link, { href: url, rel: "noopener noreferrer", target: "_blank", title: url });
    return link;
  }
}
