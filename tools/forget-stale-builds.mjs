// tsc -b compares times: a source whose content is new and whose time is old, as rsync and cp -p leave it, is not compiled.
// This compares contents with those of the last build, and makes tsc compile what differs.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** Of every project: hash of each file that the compiler reads of it, at the last build. */
const record = (root) => join(root, 'tools', '.cache', 'built-sources.json');

/**
 * Removes the compiler's own record of projects that it would take for up to date and that are not.
 * @param {string} root of the workspace
 * @returns {() => void} to be called when the build succeeded
 */
export function forgetStaleBuilds(root) {
  const built = readRecord(root);
  const found = {};
  for (const project of projectsOf(root)) {
    const { folder, buildInfo } = project;
    const name = relative(root, folder);
    found[name] = hashesOf(root, project);
    const time = statSync(buildInfo, { throwIfNoEntry: false })?.mtimeMs;
    if (time !== undefined && isStale(root, found[name], built[name] ?? {}, time))
      rmSync(buildInfo, { force: true });
  }
  return () => {
    const file = record(root);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}.tmp`, JSON.stringify(found, null, 1));
    renameSync(`${file}.${process.pid}.tmp`, file);
  };
}

/** Whether a file changed or went that tsc does not look at, since it is not newer than the build. */
function isStale(root, now, before, time) {
  const gone = Object.keys(before).some((path) => !(path in now));
  const changed = Object.keys(now).filter((path) => now[path] !== before[path]);
  return gone || changed.some((path) => statSync(join(root, path)).mtimeMs <= time);
}

/** Every project that the solution refers to, with the file in which tsc records its build. */
function projectsOf(root) {
  const folders = new Set([root]);
  const projects = [];
  for (const folder of folders) {
    const { compilerOptions = {}, references = [] } = JSON.parse(
      readFileSync(join(folder, 'tsconfig.json'), 'utf8'),
    );
    for (const { path } of references) folders.add(resolve(folder, path));
    const { tsBuildInfoFile, rootDir } = compilerOptions;
    if (tsBuildInfoFile !== undefined) {
      projects.push({
        folder,
        sources: join(folder, rootDir),
        buildInfo: join(folder, tsBuildInfoFile),
      });
    }
  }
  return projects;
}

function hashesOf(root, { folder, sources }) {
  const settings = [
    join(root, 'tsconfig.base.json'),
    join(folder, 'tsconfig.json'),
    join(folder, 'package.json'),
  ];
  const files = readdirSync(sources, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  const all = [...settings.filter(existsSync), ...files].sort();
  return Object.fromEntries(all.map((file) => [relative(root, file), hash(file)]));
}

const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex').slice(0, 32);

function readRecord(root) {
  try {
    return JSON.parse(readFileSync(record(root), 'utf8'));
  } catch {
    // There is none yet, or half of one: everything counts as changed.
    return {};
  }
}
