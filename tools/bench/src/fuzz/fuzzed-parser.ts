/** Something that reads files of others. */
export interface FuzzedParser {
  name: string;
  /** Name of the file that it reads; other files may lie beside it. */
  file: string;
  holds: 'bytes' | 'json';
  /** Small valid files. @param directory where the file will lie: what belongs beside it is written there */
  seeds(directory: string): Buffer[];
  /** Files that are hostile to this parser, besides those that are to any. */
  hostile?: readonly (() => Buffer)[];
  /** Reads the file to its end. @throws LetheError where it is not as it should be */
  read(path: string): unknown;
}
