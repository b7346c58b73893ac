/** A yargs option that takes a number. */
export const numberOption = (describe: string) => ({ type: 'number', requiresArg: true, describe }) as const;
