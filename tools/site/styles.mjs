// The styles of each module, style/index.css and style/more.css, with all that they import: one small file each. No target is
// named: the sources are taken as they are.
import { build } from "esbuild";
import { join } from "node:path";

export async function bundleStyles(source, name) {
  const result = await build({
    entryPoints: [join(source, "style", name)],
    bundle: true,
    minify: true,
    write: false,
    loader: { ".svg": "dataurl" },
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}
