// Microsoft's own check of a Teams app manifest, with the schemas that come with it: prints what is wrong, one finding a line.
import fs from "node:fs";
import { createRequire } from "node:module";

globalThis.fetch = () => { throw new Error("The network is not used."); };
const { AppManifestUtils } = createRequire(import.meta.url)("@microsoft/app-manifest");

const manifest = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
for (const finding of await AppManifestUtils.validateAgainstSchema(manifest)) {
  console.log(typeof finding === "string" ? finding : JSON.stringify(finding));
}
