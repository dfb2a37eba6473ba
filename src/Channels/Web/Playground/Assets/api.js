// Speaks to the web API as any other program does.

export class Problem extends Error {
  constructor(body) {
    super(body.detail || body.title || "The request failed.");
    this.status = body.status;
    this.code = body.code;
  }
}

const session = { user: sessionStorage.getItem("user") ?? "", key: sessionStorage.getItem("key") ?? "" };

export const whoAmI = () => ({ ...session });

export function iAm(user, key) {
  Object.assign(session, { user, key });
  sessionStorage.setItem("user", user);
  sessionStorage.setItem("key", key);
}

const headers = extra => ({ ...extra, ...(session.key ? { Authorization: `Bearer ${session.key}` } : {}) });
const person = () => (session.user ? { user: session.user } : {});

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, { ...options, cache: "no-store", redirect: "error" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ detail: "The server cannot be reached.", code: "offline" });
  }
  if (response.ok) return response;
  const text = await response.text();
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    body = { detail: `The server answered with status ${response.status}.` };
  }
  throw new Problem({ status: response.status, ...body });
}

const post = (path, body, extra) =>
  send(path, { method: "POST", headers: headers({ "Content-Type": "application/json", ...extra }), body: JSON.stringify(body) });

async function get(path) {
  const query = session.user ? `?user=${encodeURIComponent(session.user)}` : "";
  return (await send(path + query, { headers: headers({ Accept: "application/json" }) })).json();
}

// Asks, tells of progress and of pieces of text, and returns the whole chat object. The same attempt key picks up the same answer.
export async function ask(text, conversationId, attemptKey, onProgress, onDelta) {
  const body = { text, ...person(), ...(conversationId ? { conversation_id: conversationId } : {}) };
  const response = await post("/v1/chat", body, { Accept: "text/event-stream", "Idempotency-Key": attemptKey });
  for await (const event of events(response.body)) {
    if (event.name === "progress") onProgress(event.data);
    else if (event.name === "delta") onDelta(event.data.text);
    else if (event.name === "done") return event.data;
    else if (event.name === "error") throw new Problem(event.data);
  }
  throw new Problem({ detail: "The connection ended before the answer came.", code: "broken_off" });
}

export const vote = async (turnId, value, reasons, comment) =>
  (await post("/v1/feedback", { turn_id: turnId, vote: value, reasons, comment, ...person() })).json();

export const readDocument = id => get(`/v1/documents/${id.split("/").map(encodeURIComponent).join("/")}`);

export const previews = async turnId => (await get(`/playground/previews/${encodeURIComponent(turnId)}`)).previews;

async function* events(stream) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  try {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      const blocks = (rest + value).split("\n\n");
      rest = blocks.pop();
      for (const block of blocks) {
        const event = parseEvent(block);
        if (event) yield event;
      }
    }
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw new Problem({ detail: "The connection was lost while waiting for the answer.", code: "broken_off" });
  } finally {
    reader.cancel().catch(() => {});
  }
}

function parseEvent(block) {
  let name = "message";
  let data = "";
  for (const line of block.split("\n")) {
    if (line.startsWith("event: ")) name = line.slice(7);
    else if (line.startsWith("data: ")) data += line.slice(6);
  }
  return data ? { name, data: JSON.parse(data) } : null;
}
