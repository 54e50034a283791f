// Builds dist/ from src/, prints sizes, runs the unit tests. `cargo xtask banner` calls this.
//
//   node build.mjs                writes dist/ and dist/SOURCES.sha256
//   node build.mjs check          fails when dist/ is not what src/ gives
//   node build.mjs size           raw, gzip and brotli bytes of each build; fails when it is too large
//   node build.mjs test           builds each test/*.test.ts and runs it with node's own runner
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import * as esbuild from "esbuild";
import { minify } from "terser";

const HERE = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const BUILDS = { "gestand.js": "src/entry.ts", "gestand-strict.js": "src/entry-strict.ts" };

/** Names that only the banner's own parts use among themselves: made short. Nothing of an edition, a choice or a page. */
const OWN = "since|settle|ran|look|placeholder|first|second|hide|may";

/** Style sheets come in as text, without white space. */
const styles = {
  name: "styles",
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await esbuild.transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      // Every rule begins with the same selector: `dress` puts it back.
      return { contents: code.trim().replaceAll(":is(#g,.gestand)", "§"), loader: "text" };
    });
  },
};

/** The banner's words come in as one text, in the order of the file: the names of places are only for people. */
const words = {
  name: "words",
  setup(build) {
    build.onLoad({ filter: /texts\.\w+\.json$/ }, ({ path }) => {
      const all = Object.values(JSON.parse(readFileSync(path, "utf8")));
      if (all.some((it) => it.includes("|"))) throw new Error(`${path}: “|” stands between the words`);
      return { contents: `export default ${JSON.stringify(all.join("|"))}`, loader: "js" };
    });
  },
};

/** One build: a function expression that takes the edition. What is served is `(build)(edition);`. */
async function build(entry) {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(HERE, entry)],
    absWorkingDir: HERE,
    bundle: true,
    write: false,
    minify: true,
    format: "esm",
    target: "es2022",
    charset: "utf8",
    mangleProps: new RegExp(`^(${OWN})$`),
    plugins: [styles, words],
  });
  // esbuild makes names short; terser then folds what is used once into where it is used.
  const { code } = await minify(`build=edition=>{${outputFiles[0].text.trim()}}`, {
    ecma: 2020,
    compress: { passes: 4, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
    format: { ascii_only: false },
  });
  return `(${code.replace(/^build=/, "").replace(/;$/, "")})\n`;
}

async function builds() {
  return Promise.all(Object.entries(BUILDS).map(async ([name, entry]) => [name, await build(entry)]));
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Everything that the build depends on, then what it gave: one line each, as sha256sum writes it. */
function digests(built) {
  const sources = ["build.mjs", "package-lock.json", "package.json", ...readdirSync(join(HERE, "src")).map((it) => `src/${it}`)];
  const lines = sources.sort().map((it) => `${sha256(readFileSync(join(HERE, it)))}  ${it}`);
  for (const [name, text] of built) lines.push(`${sha256(text)}  dist/${name}`);
  return lines.join("\n") + "\n";
}

/** The most that banner, gate, styles and the words of both layers may take, compressed. */
const MOST = 6000;

const brotli = (text) =>
  brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length } });

const [command = "build"] = process.argv.slice(2);
if (command === "build") {
  const built = await builds();
  for (const [name, text] of built) writeFileSync(join(HERE, "dist", name), text);
  writeFileSync(join(HERE, "dist/SOURCES.sha256"), digests(built));
} else if (command === "check") {
  const built = await builds();
  const files = [...built, ["SOURCES.sha256", digests(built)]];
  const wrong = files.filter(([name, text]) => readFileSync(join(HERE, "dist", name), "utf8") !== text).map(([name]) => name);
  if (wrong.length) {
    console.error(`banner/dist is not what banner/src gives: ${wrong.join(", ")}. Run \`cargo xtask banner\` and commit what it wrote.`);
    process.exit(1);
  }
  console.log("banner: the committed build is what the sources give");
} else if (command === "size") {
  const edition = JSON.stringify(JSON.parse(readFileSync(join(HERE, "test/edition.json"), "utf8")));
  const rows = (await builds()).flatMap(([name, text]) => [
    [name, text],
    [`${name} with the edition of Leskracht`, `${text.trim()}(${edition});`],
  ]);
  console.log(["", "bytes", "gzip", "brotli"].map((it, at) => (at ? it.padStart(8) : it.padEnd(46))).join(""));
  for (const [name, text] of rows) {
    const sizes = [Buffer.byteLength(text), gzipSync(text, { level: 9 }).length, brotli(text).length];
    console.log(name.padEnd(46) + sizes.map((it) => String(it).padStart(8)).join(""));
    if (name === "gestand.js" && sizes[2] > MOST) {
      console.error(`${name} is larger than ${MOST} bytes`);
      process.exitCode = 1;
    }
  }
} else if (command === "test") {
  const out = mkdtempSync(join(tmpdir(), "gestand-banner-"));
  const tests = readdirSync(join(HERE, "test")).filter((it) => it.endsWith(".test.ts"));
  await esbuild.build({
    entryPoints: tests.map((it) => join(HERE, "test", it)),
    outdir: out,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    plugins: [styles, words],
  });
  const files = tests.map((it) => join(out, it.replace(/\.ts$/, ".mjs")));
  const { status } = spawnSync(process.execPath, ["--test", ...files], { stdio: "inherit" });
  rmSync(out, { recursive: true, force: true });
  process.exit(status ?? 1);
} else {
  console.error(`there is no command “${command}”: build, check, size or test`);
  process.exit(1);
}
