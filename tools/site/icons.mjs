// Icons and the web app manifest. The PNG files are drawn from the SVG ones by tools/render-icons.mjs and committed.
import { cp } from "node:fs/promises";
import { join } from "node:path";

const PAPER = "#fafbfa";

const MANIFEST = {
  name: "Pledgebook",
  short_name: "Pledgebook",
  description: "Pledges of the International Conference of the Red Cross and Red Crescent, readable without a network",
  lang: "en",
  dir: "ltr",
  start_url: "./",
  scope: "./",
  display: "standalone",
  background_color: PAPER,
  theme_color: PAPER,
  icons: [
    { src: "icons/icon.svg", type: "image/svg+xml", sizes: "any" },
    { src: "icons/icon-192.png", type: "image/png", sizes: "192x192" },
    { src: "icons/icon-512.png", type: "image/png", sizes: "512x512" },
    { src: "icons/maskable-192.png", type: "image/png", sizes: "192x192", purpose: "maskable" },
    { src: "icons/maskable-512.png", type: "image/png", sizes: "512x512", purpose: "maskable" },
  ],
  shortcuts: [
    { name: "Search the pledges", short_name: "Search", url: "./?all" },
    { name: "My flags", url: "./?flags" },
    { name: "Parties", url: "./?timeline" },
    { name: "This copy", url: "./?copy" },
  ],
};

const isShipped = (path) => !path.endsWith("maskable.svg");

export const copyIcons = (site) => cp(join(site.source, "icons"), site.at("icons"), { recursive: true, filter: isShipped });

export const writeWebManifest = (site) => site.write("app.webmanifest", JSON.stringify(MANIFEST));
