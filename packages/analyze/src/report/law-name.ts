/** A law's name as it is written for readers: `shifted_power+c` is `shifted power + c`. */
export function lawName(name: string): string {
  return name.replace('_', ' ').replace('+', ' + ');
}
