import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Puts a shell script into a folder that a test uses as its whole PATH. */
export function fakeCommand(folder: string, name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** A compiler that writes its arguments to `<folder>/arguments` and a file of its own making to the place after `-o`. */
export function fakeCompiler(folder: string, name = 'g++'): void {
  fakeCommand(
    folder,
    name,
    `[ "$1" = --version ] && { echo "fake ${name} 1.0"; exit 0; }
printf '%s\\n' "$@" > ${folder}/arguments
while [ $# -gt 1 ]; do [ "$1" = -o ] && echo compiled > "$2"; shift; done`,
  );
}

/** A Python whose `pip download` copies the given wheel, or fails as pip does when there is no such file. */
export function fakePython(folder: string, wheel?: string): void {
  fakeCommand(
    folder,
    'python3',
    `case "$*" in
  "-m pip --version") echo "pip 99"; exit 0;;
  "-m pip download"*)
    echo "$*" >> ${folder}/downloads
    while [ "$1" != -d ]; do shift; done
    ${wheel === undefined ? 'echo "ERROR: No matching distribution found" >&2; exit 1' : `/bin/cp ${wheel} "$2"`};;
  *) exit 0;;
esac`,
  );
}
