// Compares what was sent to Qdrant, and what a stand-in answered, with the types that Qdrant's own client is generated with from its OpenAPI
// description: prints what does not fit, one finding a line. The argument is a file with [{method, path, query, body, answer}].
import fs from "node:fs";
import path from "node:path";
import ts from "typescript";

const exchanges = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const types = path.resolve("node_modules/@qdrant/js-client-rest/dist/types/openapi/generated_schema.d.ts");

const templates = [
  "/aliases", "/collections", "/collections/aliases", "/collections/{collection_name}", "/collections/{collection_name}/index",
  "/collections/{collection_name}/points", "/collections/{collection_name}/points/vectors", "/collections/{collection_name}/points/delete",
  "/collections/{collection_name}/points/query", "/collections/{collection_name}/points/scroll",
];
const fits = (template, steps) => template.length === steps.length && template.every((step, at) => step === steps[at] || step.startsWith("{"));
const templateOf = address => templates.includes(address) ? address : templates.find(each => fits(each.split("/"), address.split("/")));

const lines = [
  `import type { paths } from ${JSON.stringify(types.replace(/\.d\.ts$/, ""))};`,
  `type Json<T> = T extends { content: { "application/json": infer B } } ? B : never;`,
  // The generator lets every optional object be any object at all: without that, where it is not all there is.
  `type Known<T> = T extends object ? (string extends keyof T ? (unknown extends T[keyof T] ? never : T) : T) : T;`,
  `type Tight<T> = [Known<T>] extends [null | undefined] ? T : Known<T>;`,
  `type Deep<T> = T extends (infer U)[] ? Deep<Tight<U>>[] : T extends object ? { [K in keyof T]: Deep<Tight<T[K]>> } : T;`,
  `type Body<O> = O extends { requestBody?: infer R } ? Deep<Json<NonNullable<R>>> : never;`,
  `type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : never;`,
  `type Answer<O> = O extends { responses: { 200: infer R } } ? Deep<Json<R>> : never;`,
];
const places = new Map();
const say = (place, line) => { places.set(lines.length, place); lines.push(line); };
exchanges.forEach(({ method, path: address, query, body, answer }, at) => {
  const template = templateOf(address);
  const place = `${method} ${template ?? address}`;
  const operation = `paths[${JSON.stringify(template ?? address)}][${JSON.stringify(method.toLowerCase())}]`;
  if (body !== null) say(`${place}, body`, `export const body${at}: Body<${operation}> = ${JSON.stringify(body)};`);
  if (Object.keys(query).length > 0) say(`${place}, query`, `export const query${at}: Query<${operation}> = ${JSON.stringify(query)};`);
  say(`${place}, answer`, `export const answer${at}: Answer<${operation}> = ${JSON.stringify(answer)};`);
});

const file = `${process.argv[2]}.ts`;
fs.writeFileSync(file, lines.join("\n"));
const program = ts.createProgram([file], { strict: true, noEmit: true, skipLibCheck: true, types: [], target: ts.ScriptTarget.ES2022 });
for (const fault of ts.getPreEmitDiagnostics(program)) {
  const line = fault.file && fault.file.fileName === file ? fault.file.getLineAndCharacterOfPosition(fault.start).line : -1;
  console.log(`${places.get(line) ?? "types"}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ").replaceAll("\n", " ").slice(0, 400)}`);
}
