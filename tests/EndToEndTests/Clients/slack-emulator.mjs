// Runs Slack's emulator on loopback: says its address on the first line, reads where events go from standard input, ends when that closes.
// Neither its command line nor its seed can name an address for events, so the dispatcher it creates is caught on the way.
import fs from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";

const folder = path.dirname(fileURLToPath(import.meta.resolve("emulate")));
const slackModule = fs.readdirSync(folder)
  .filter(name => name.endsWith(".js"))
  .find(name => fs.readFileSync(path.join(folder, name), "utf8").includes('"/api/chat.postMessage"'));
const { slackPlugin } = await import(pathToFileURL(path.join(folder, slackModule)).href);
const register = slackPlugin.register.bind(slackPlugin);
let dispatcher;
slackPlugin.register = (app, store, webhooks, ...rest) => {
  dispatcher = webhooks;
  return register(app, store, webhooks, ...rest);
};

const { createEmulator } = await import("emulate");
const bot = { bot_id: "B0BOT", bot_user_id: "U0BOT", app_id: "A000000001" };
const emulator = await createEmulator({
  service: "slack",
  port: Number(process.env.PORT),
  seed: {
    slack: {
      team: { name: "Acme", domain: "acme" },
      users: [{ name: "alice", real_name: "Alice", email: "alice@example.com" }],
      channels: [{ name: "general" }],
      oauth_apps: [{ ...bot, client_id: "1.2", client_secret: "emulator_client_secret", name: "ChatOpsBot", bot_name: "chatopsbot", redirect_uris: ["https://bot.example.com/slack/oauth/callback"], scopes: ["chat:write", "app_mentions:read", "channels:history"] }],
      tokens: [{ ...bot, token: "xoxb-bot", type: "bot", user_id: bot.bot_user_id }, { token: "xoxp-alice", type: "user", user: "alice" }],
      signing_secret: process.env.SIGNING_SECRET,
    },
  },
});

console.log(emulator.url);
const lines = createInterface({ input: process.stdin });
lines.on("line", url => dispatcher.register({ url, events: ["*"], active: true, owner: "slack" }));
lines.on("close", async () => {
  await emulator.close();
  process.exit(0);
});
