// style/index.css and all that it imports, as one small file. No target is named: the sources are taken as they are.
import { build } from "esbuild";
import { join } from "node:path";

export async function bundleStyles(source) {
  const result = await build({
    entryPoints: [join(source, "style/index.css")],
    bundle: true,
    minify: true,
    write: false,
    loader: { ".svg": "dataurl" },
    logLevel: "warning",
  });
  return result.outputFiles[0].contents;
}
