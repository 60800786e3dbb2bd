// The desk's commands. What they list of problems is long with records like these; the summary counts them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

export async function desk(...args) {
  const process_ = spawn(process.env.DESK ?? "target/release/desk", args, { stdio: ["ignore", "pipe", "ignore"] });
  const [summary, [code]] = await Promise.all([text(process_.stdout), once(process_, "close")]);
  if (code !== 0) throw new Error(`desk ${args.join(" ")} failed (${code}); run it by hand to see why`);
  return summary;
}
