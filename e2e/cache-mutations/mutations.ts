// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in braces belongs to the source
import type { CacheMutation, Edit } from './cache-mutation.js';

const edit = (file: string, from: string, to: string): Edit => ({ file, from, to });
/** What Nx hashes. */
const inputs = (from: string, to: string): Edit => edit('tools/nx-lethe/src/stage-inputs.ts', from, to);
const named = (from: string, to: string): Edit => edit('nx.json', from, to);
/** What a stage's identity holds. */
const identity = (from: string, to: string): Edit =>
  edit('packages/contracts/src/stage/stage-identity.ts', from, to);
const config = (from: string, to: string): Edit =>
  edit('packages/experiment/src/plan-experiment.ts', from, to);
const producer = (from: string, to: string): Edit => edit('tools/cli/src/stages/stage-producer.ts', from, to);
const fingerprint = (from: string, to: string): Edit =>
  edit('tools/cli/src/identity/producer-fingerprint.ts', from, to);
const backend = (from: string, to: string): Edit => edit('tools/cli/src/stages/chosen-backend.ts', from, to);
/** What both ask about files outside. */
const mentions = (from: string, to: string): Edit =>
  edit('packages/experiment/src/outside-mentions.ts', from, to);
const modules = (from: string, to: string): Edit =>
  edit('tools/cli/src/identity/module-identity.ts', from, to);
const custom = (from: string, to: string): Edit => edit('tools/cli/src/identity/custom-inputs.ts', from, to);

const NONE = { nx: '', stage: '' };
const BUILT_IN = 'dDtTpaA';
const ALL = 'dDtTpPaA';

/** Rows whose input is a section of the experiment. */
const sections = [
  { section: 'data', row: 'the seed of the data', tasks: 'd' },
  { section: 'train', row: 'the learning rate', tasks: 't' },
  { section: 'model', row: 'the model', tasks: 't' },
  { section: 'probe', row: 'options of the probes', tasks: 'p' },
  { section: 'analyze', row: 'options of the analysis', tasks: 'a' },
].map(({ section, row, tasks }): CacheMutation => {
  const own = 'stages[stage].sections;';
  const filtered = `stages[stage].sections.filter((name) => name !== '${section}');`;
  return {
    what: `Nx: section ${section}`,
    edits: [inputs(own, filtered)],
    rows: { [row]: { nx: '', stage: tasks } },
  };
});

/** Rows whose input is the source of a package that runs a stage. */
const packages = [
  { name: 'data', row: 'source of data', tasks: 'dD', old: true },
  { name: 'train', row: 'source of train', tasks: 'tT', old: false },
  { name: 'analyze', row: 'source of analyze', tasks: 'aA', old: false },
  { name: 'probe', row: 'source of probe, an observer', tasks: 'Tp', old: false },
].map(({ name, row, tasks, old }): CacheMutation => {
  const seen = { nx: '', stage: tasks };
  return {
    what: `Nx: package ${name}`,
    edits: [inputs('names.has(name)', `names.has(name) && name !== '@lethe/${name}'`)],
    rows: { [row]: seen, ...(old ? { 'a source with an old time': seen } : {}) },
  };
});

/** Packages whose code is a part of producers. */
const code = [
  { name: 'contracts', rows: { 'source of contracts': BUILT_IN } },
  { name: 'data', rows: { 'source of data': 'dD', 'a source with an old time': 'dD' } },
  { name: 'tokenizers', rows: { 'source of tokenizers': 'dDtTp' } },
  { name: 'runtime', rows: { 'source of runtime': 'tTp' } },
  { name: 'model', rows: { 'source of model': 'tTp' } },
  { name: 'train', rows: { 'source of train': 'tT' } },
  { name: 'probe', rows: { 'source of probe, an observer': 'Tp' } },
  { name: 'analyze', rows: { 'source of analyze': 'aA', 'a style sheet of the page': 'aA' } },
].map(
  ({ name, rows }): CacheMutation => ({
    what: `stage: code of ${name}`,
    edits: [
      fingerprint(
        '@${version} ${codeDigest(directory)}',
        `@\${version} \${name === '@lethe/${name}' ? '' : codeDigest(directory)}`,
      ),
    ],
    rows: Object.fromEntries(Object.entries(rows).map(([row, tasks]) => [row, { nx: tasks, stage: '' }])),
  }),
);

export const mutations: readonly CacheMutation[] = [
  ...sections,
  ...packages,
  ...code,
  {
    what: 'stage: configuration and seed',
    edits: [identity('    config,\n    seed,\n', '')],
    rows: {
      'the seed of the data': { nx: 'd', stage: '' },
      'the learning rate': { nx: 't', stage: '' },
      'the model': { nx: 't', stage: '' },
      'options of the probes': { nx: 'p', stage: '' },
      'options of the analysis': { nx: 'a', stage: '' },
    },
  },
  {
    what: 'Nx: the title put in',
    edits: [inputs("fields: ['extends', ...inBoth(own)", "fields: ['title', 'extends', ...inBoth(own)")],
    rows: { 'title and notes': { nx: 'dtpa', stage: '' } },
  },
  {
    what: 'stage: the title put in',
    edits: [config("if (stage !== 'analyze') return own;", 'Object.assign(own, { title: spec.title });')],
    rows: { 'title and notes': { nx: '', stage: 'dtpa' } },
  },
  {
    what: 'Nx: overrides of the small version',
    edits: [inputs('  ...sections.map((name) => `smoke.${name}`),\n', '')],
    rows: { 'the small version': NONE },
  },
  {
    what: 'stage: overrides of the small version put in',
    edits: [config("if (stage !== 'analyze') return own;", 'Object.assign(own, { smoke: spec.smoke });')],
    rows: { 'the small version': { nx: 'd', stage: 'dtpa' } },
  },
  {
    what: 'Nx: the command of a custom stage',
    edits: [inputs(", 'sweep', `stages.${stage}`]", ", 'sweep']"), inputs('if (!override) inputs', 'inputs')],
    rows: {
      'a command in place of a stage': { nx: '', stage: 'a' },
      'the command gone': { nx: '', stage: 'a' },
    },
  },
  {
    what: 'stage: the command of a custom stage',
    edits: [producer('if (task.override) {', 'if (task.override && Date.now() < 0) {')],
    rows: {
      'a command in place of a stage': { nx: 'a', stage: '' },
      'the command gone': { nx: 'a', stage: '' },
    },
  },
  {
    what: 'Nx: manifests of inputs',
    edits: [inputs('if (upstream.length > 0)', 'if (upstream.length > 9)')],
    rows: { 'the manifest of an input': { nx: '', stage: 'tpa' } },
  },
  {
    what: 'stage: manifests of inputs',
    edits: [identity('    inputs,\n  });', '    inputs: inputs.length > 9,\n  });')],
    rows: { 'the manifest of an input': { nx: 'tpa', stage: '' } },
  },
  {
    what: 'Nx: what packages depend on',
    edits: [inputs(', projects, dependencies: true }', ', projects }')],
    rows: {
      'source of contracts': { nx: '', stage: BUILT_IN },
      'source of tokenizers': { nx: '', stage: 'dDtTp' },
      'source of runtime': { nx: '', stage: 'tTp' },
      'source of model': { nx: '', stage: 'tTp' },
      'a version in the lock file': { nx: '', stage: '' },
    },
  },
  {
    what: 'stage: the lock file put in',
    edits: [
      producer(
        'import { fileURLToPath }',
        "import { readFileSync } from 'node:fs';\nimport { fileURLToPath }",
      ),
      producer('`runner ${', "`runner ${readFileSync('package-lock.json')} ${"),
    ],
    rows: {
      'a version in the lock file': { nx: BUILT_IN, stage: ALL },
    },
  },
  {
    what: 'both: observers of Lethe',
    edits: [
      mentions(
        ', ...observers.map(({ module }) => module).filter(isLethePackage)]',
        ', ...observers.map(({ module }) => module).filter((name) => isLethePackage(name) && name === "")]',
      ),
    ],
    rows: { 'source of probe, an observer': { nx: 'p', stage: 'p' } },
  },
  {
    what: 'Nx: style sheets',
    edits: [named('"{projectRoot}/src/**/*",', '"{projectRoot}/src/**/*.ts",')],
    rows: { 'a style sheet of the page': { nx: '', stage: 'aA' } },
  },
  {
    what: 'Nx: what plans the tasks',
    edits: [inputs("    { input: 'production', projects: ['experiment'] },\n", '')],
    rows: { 'what plans the tasks': NONE },
  },
  {
    what: 'stage: what plans the tasks put in',
    edits: [
      producer('implementingPackages(task).map', "[...implementingPackages(task), '@lethe/experiment'].map"),
    ],
    rows: { 'what plans the tasks': { nx: ALL, stage: BUILT_IN } },
  },
  {
    what: 'Nx: what runs the stages',
    edits: [inputs("    { input: 'runner', projects: ['cli'] },\n", '')],
    rows: {
      'what runs the stages': { nx: '', stage: ALL },
      'what tells results apart': { nx: '', stage: ALL },
    },
  },
  {
    what: 'stage: what runs the stages',
    edits: [producer("['identity', 'stages']", "['identity']")],
    rows: { 'what runs the stages': { nx: ALL, stage: '' } },
  },
  {
    what: 'stage: what tells results apart',
    edits: [producer("['identity', 'stages']", "['stages']")],
    rows: { 'what tells results apart': { nx: ALL, stage: '' } },
  },
  {
    what: 'Nx: other commands put in',
    edits: [named('"{projectRoot}/src/identity/**/*",', '"{projectRoot}/src/**/*",')],
    rows: { 'another command': { nx: ALL, stage: '' } },
  },
  {
    what: 'stage: other commands put in',
    edits: [producer("['identity', 'stages']", "['identity', 'stages', 'data']")],
    rows: { 'another command': { nx: '', stage: ALL } },
  },
  {
    what: 'Nx: tests put in',
    edits: [
      named(
        '"!{projectRoot}/src/**/*.test.ts",\n      "!{projectRoot}/src/**/testing/**/*"',
        '"{projectRoot}/src/**/*"',
      ),
    ],
    rows: { 'a test and a helper of tests': { nx: 'dD', stage: '' } },
  },
  {
    what: 'stage: tests put in',
    edits: [fingerprint('/\\.test\\.js$|(^|\\/)testing\\//.test(path)', "path === ''")],
    rows: { 'a test and a helper of tests': { nx: '', stage: 'dD' } },
  },
  {
    what: 'build: sources with an old time',
    edits: [
      edit(
        'tools/build.mjs',
        'const succeed = forgetStaleBuilds(root);',
        'const succeed = () => forgetStaleBuilds;',
      ),
    ],
    rows: { 'a source with an old time': { nx: 'dD', stage: '' } },
  },
  {
    what: 'Nx: the native library',
    edits: [inputs(", { runtime: 'node tools/nx-lethe/native-library.mjs' }", '')],
    rows: {
      'a native library that came': { nx: '', stage: 'tTp' },
      'a newer one beside it': { nx: '', stage: 'tTp' },
      'one that was cut off': { nx: '', stage: 'tTp' },
      'the library gone': { nx: '', stage: 'tTp' },
    },
  },
  {
    what: 'stage: the native library',
    edits: [backend("return findNativeLibrary(env).found ? 'tensorflow' : 'wasm';", "return 'wasm';")],
    rows: {
      'a native library that came': { nx: 'tTp', stage: '' },
      'a newer one beside it': { nx: 'tTp', stage: '' },
      'one that was cut off': { nx: 'tTp', stage: '' },
      'the library gone': { nx: 'tTp', stage: '' },
    },
  },
  {
    what: 'stage: LETHE_BACKEND',
    edits: [backend("backend !== 'auto') return backend;", "backend === '') return backend;")],
    rows: { LETHE_BACKEND: { nx: 'tTp', stage: '' } },
  },
  {
    what: 'Nx: LETHE_BACKEND',
    edits: [inputs("{ env: 'LETHE_BACKEND' }, ", '')],
    rows: { LETHE_BACKEND: { nx: '', stage: 'tTp' } },
  },
  {
    what: 'Nx: files outside',
    edits: [inputs('if (tasks.some(readsOutside))', 'if (tasks.some(readsOutside) && tasks.length > 99)')],
    rows: {
      'the target of a link in a corpus': { nx: '', stage: 'D' },
      'another file of the corpus': { nx: '', stage: 'D' },
      'a tokenizer': { nx: '', stage: 'D' },
      'the target of a link in a checkpoint': { nx: '', stage: 'T' },
      'what an observer imports': { nx: '', stage: 'TP' },
      'an observer': { nx: '', stage: 'TP' },
      'a program of a custom stage': { nx: '', stage: 'P' },
      'the target of a link among its inputs': { nx: '', stage: 'P' },
    },
  },
  {
    what: 'stage: files outside',
    edits: [
      edit(
        'tools/cli/src/stages/task-identity.ts',
        'settings: { ...outside, ...',
        'settings: { ...(seed === 0.5 ? outside : {}), ...',
      ),
    ],
    rows: {
      'the target of a link in a corpus': { nx: 'D', stage: '' },
      'another file of the corpus': { nx: 'D', stage: '' },
      'a tokenizer': { nx: 'D', stage: '' },
      'the target of a link in a checkpoint': { nx: 'T', stage: '' },
      'what an observer imports': { nx: 'TP', stage: 'P' },
      'an observer': { nx: 'TP', stage: 'P' },
    },
  },
  {
    what: 'both: targets of links',
    edits: [
      edit(
        'tools/cli/src/identity/hash-path.ts',
        "bytes === undefined ? 'absent'",
        "bytes === undefined || lstatSync(absolute).isSymbolicLink() ? 'absent'",
      ),
      edit('tools/cli/src/identity/hash-path.ts', 'existsSync, statSync', 'existsSync, lstatSync, statSync'),
    ],
    rows: {
      'the target of a link in a corpus': NONE,
      'the target of a link in a checkpoint': NONE,
    },
  },
  {
    what: 'both: links to directories',
    edits: [
      edit(
        'packages/contracts/src/files/files-below.ts',
        'stats?.isDirectory()',
        'stats?.isDirectory() && !lstatSync(absolute).isSymbolicLink()',
      ),
      edit(
        'packages/contracts/src/files/files-below.ts',
        'import { readdirSync',
        'import { lstatSync, readdirSync',
      ),
    ],
    rows: { 'the target of a link among its inputs': NONE },
  },
  {
    what: 'both: corpora',
    edits: [mentions("mayBeDirectory = text.source === 'corpus'", "mayBeDirectory = text.source === 'text'")],
    rows: { 'the target of a link in a corpus': NONE, 'another file of the corpus': NONE },
  },
  {
    what: 'both: tokenizers',
    edits: [mentions("if ('location' in tokenizer)", "if ('location' in tokenizer && found.length > 99)")],
    rows: { 'a tokenizer': NONE },
  },
  {
    what: 'both: files beside a tokenizer put in',
    edits: [
      edit(
        'tools/cli/src/identity/outside-inputs.ts',
        'await hashPath(path)}',
        "await hashPath(directories ? path : path.slice(0, path.lastIndexOf('/')))}",
      ),
    ],
    rows: { 'a file that nothing reads': { nx: 'D', stage: 'D' } },
  },
  {
    what: 'both: checkpoints',
    edits: [
      mentions("from && 'checkpoint' in from", "from && 'checkpoint' in from && observers.length > 99"),
    ],
    rows: { 'the target of a link in a checkpoint': NONE },
  },
  {
    what: 'both: what observers import',
    edits: [
      modules('for (const used of await usedBy(file))', 'for (const used of (await usedBy(file)).slice(99))'),
    ],
    rows: { 'what an observer imports': { nx: 'P', stage: 'P' } },
  },
  {
    what: 'both: observers by path',
    edits: [mentions('!isLethePackage(module))]', "module === '')]")],
    rows: {
      'what an observer imports': { nx: 'P', stage: 'P' },
      'an observer': { nx: 'P', stage: 'P' },
    },
  },
  {
    what: 'both: inputs of custom stages',
    edits: [custom('task.override?.inputs ?? []', '(task.override?.inputs ?? []).slice(99)')],
    rows: {
      'what an observer imports': { nx: 'T', stage: 'T' },
      'an observer': { nx: 'T', stage: 'T' },
      'a program of a custom stage': NONE,
      'the target of a link among its inputs': NONE,
    },
  },
  {
    what: 'both: what runs write put in',
    edits: [
      custom('return isOutput(path) ||', 'return (isOutput(path) && path === "") ||'),
      custom("['.nx', '__pycache__', '.git']", "['.nx', '.git']"),
    ],
    rows: { 'what runs wrote beside it': { nx: 'P', stage: 'P' } },
  },
];
