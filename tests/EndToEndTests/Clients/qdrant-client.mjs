// Qdrant's own client for JavaScript, through the calls this project makes: prints what each returned, one JSON document a line. The argument is the address.
import { QdrantClient } from "@qdrant/js-client-rest";

const client = new QdrantClient({ url: process.argv[2], checkCompatibility: false });
const show = async call => console.log(JSON.stringify(await call));
const [first, second] = ["0b5c9d1e-3d2b-8c11-9f6a-3a4e5f607181", "0b5c9d1e-3d2b-8c11-9f6a-3a4e5f607182"];
const readers = { must: [{ key: "readers", match: { any: ["everyone"] } }] };

await show(client.createCollection("books-1", {
  vectors: { dense: { size: 2, distance: "Cosine" } },
  sparse_vectors: { text: { modifier: "idf" } },
  strict_mode_config: { enabled: true, unindexed_filtering_retrieve: false },
}));
await show(client.createPayloadIndex("books-1", { field_name: "readers", field_schema: "keyword", wait: true }));
await show(client.updateCollectionAliases({ actions: [{ create_alias: { collection_name: "books-1", alias_name: "books" } }] }));
await show(client.upsert("books", {
  wait: true,
  points: [
    { id: first, vector: { text: { indices: [1], values: [1] } }, payload: { readers: ["everyone"] } },
    { id: second, vector: { text: { indices: [1, 2], values: [1, 2] } }, payload: { readers: ["board"] } },
  ],
}));
await show(client.updateVectors("books", { wait: true, points: [{ id: first, vector: { dense: [1, 0] } }] }));
await show(client.query("books", {
  prefetch: [
    { query: { indices: [1], values: [1] }, using: "text", filter: readers, limit: 5 },
    { query: [1, 0], using: "dense", filter: readers, limit: 5 },
  ],
  query: { fusion: "rrf" }, filter: readers, limit: 5, with_payload: true,
}));
await show(client.scroll("books", { limit: 1, with_payload: ["readers"], filter: { must_not: [{ has_vector: "dense" }] } }));
await show(client.delete("books", { wait: true, filter: readers }));
await show(client.scroll("books", { limit: 5 }));
await show(client.getAliases());
await show(client.deleteCollection("books-1"));
await show(client.getCollections());
