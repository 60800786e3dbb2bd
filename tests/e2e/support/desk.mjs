// A real desk with folders of its own: publishes records into a feed, serves it with the built site, can be stopped,
// killed and started again at the same address, and can publish again while it serves.
import { execFile, spawn } from "node:child_process";
import { mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { freePort } from "./ports.mjs";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const DESK = process.env.DESK ?? join(root, "target/release/desk");
export const SITE = process.env.SITE ?? join(root, "dist");
const SAMPLE = join(root, "desk/sample");

const run = promisify(execFile);

async function answers(port) {
  const socket = connect(port, "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export class Desk {
  // `args` are further arguments of `desk serve`.
  constructor(folder, { site = SITE, args = [] } = {}) {
    this.records = join(folder, "records");
    this.feed = join(folder, "feed");
    this.data = join(folder, "data");
    this.site = site;
    this.args = args;
    this.log = "";
  }

  get url() {
    return `http://127.0.0.1:${this.port}/`;
  }

  // The sample's records at first; change them with edit() and publish() again.
  async prepareRecords() {
    if (await mkdir(this.records, { recursive: true })) {
      for (const file of await readdir(SAMPLE)) {
        await writeFile(join(this.records, file), await readFile(join(SAMPLE, file)));
      }
    }
  }

  // Publishes what stands in `records`; returns what the desk printed. `args` are further arguments of `desk publish`.
  async publish(...args) {
    await this.prepareRecords();
    const { stdout } = await run(DESK, ["publish", "--records", this.records, "--feed", this.feed, ...args]);
    return stdout;
  }

  // edit("pledges.ndjson", (pledges) => pledges.filter(…)): the records of a file as objects, in and out.
  async edit(file, change) {
    await this.prepareRecords();
    const path = join(this.records, file);
    const text = await readFile(path, "utf8").catch(() => "");
    const records = text.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const changed = change(records).map((record) => JSON.stringify(record));
    await writeFile(`${path}.new`, changed.map((line) => `${line}\n`).join(""));
    await rename(`${path}.new`, path);
  }

  async manifest() {
    return JSON.parse(await readFile(join(this.feed, "manifest.json"), "utf8"));
  }

  async start() {
    this.port ??= await freePort();
    this.process = spawn(DESK, ["serve", "--site", this.site, "--feed", this.feed, "--data", this.data, "--port", String(this.port), ...this.args]);
    for (const stream of [this.process.stdout, this.process.stderr]) stream.on("data", (text) => (this.log += text));
    for (let tries = 0; tries < 200; tries++) {
      if (this.process.exitCode !== null) break;
      if (await answers(this.port)) return;
      await sleep(50);
    }
    throw new Error(`the desk did not start:\n${this.log}`);
  }

  // What moderators do on the command line: act("cases"), act("decide", id, "--outcome", "kept", …).
  async act(...args) {
    const { stdout } = await run(DESK, [...args, "--data", this.data]);
    return stdout;
  }

  // The feed as one file.
  async bundle(out) {
    await run(DESK, ["bundle", "--feed", this.feed, "--out", out]);
  }

  // The whole book as one file; `args` are further arguments. Returns what the desk printed.
  async singleFile(out, ...args) {
    const { stdout } = await run(DESK, ["single-file", "--site", this.site, "--feed", this.feed, "--out", out, ...args]);
    return stdout;
  }

  async stop(signal = "SIGTERM") {
    const process = this.process;
    this.process = undefined;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const ended = once(process, "exit");
    process.kill(signal);
    await ended;
  }
}
