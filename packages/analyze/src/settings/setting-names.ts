import type { RunSetting } from './run-setting.js';

/** The parts of a group's name, in their order, by what each says; those without a text are left out. */
export type SettingName = ReadonlyMap<NamedPart, string>;
export type NamedPart = Exclude<keyof RunSetting, 'loraRank'> | 'apart';

interface Unnamed {
  setting: RunSetting;
  /** Values of sweeps by label, as they are shown. */
  swept: ReadonlyMap<string, string>;
}

/**
 * Names groups by their settings: model, K and kind of fine-tuning always; |R|, N_f, S and the rank of LoRA where groups
 * differ in them; and, where that leaves groups with one name, the swept values that set these apart.
 */
export function nameSettings(groups: readonly Unnamed[]): SettingName[] {
  const several = (key: keyof RunSetting): boolean => {
    const values = groups.map(({ setting }) => setting[key]).filter((value) => value !== null);
    return new Set(values).size > 1;
  };
  const varied = {
    templates: several('templates'),
    fineTuned: several('fineTuned'),
    subjects: several('subjects'),
    loraRank: several('loraRank'),
  };
  const names = groups.map(({ setting }) => partsOf(setting, varied));
  const texts = names.map((parts) => nameWithout(parts));
  return names.map((parts, i) => {
    const alike = groups.filter((_, other) => texts[other] === texts[i]);
    const apart = setApart(groups[i]!, alike);
    return apart === '' ? parts : new Map([...parts, ['apart', apart]]);
  });
}

type Varied = Record<'templates' | 'fineTuned' | 'subjects' | 'loraRank', boolean>;

function partsOf(setting: RunSetting, varied: Varied): Map<NamedPart, string> {
  const { model, multiplicity, templates, fineTuned, subjects, fineTuning, loraRank } = setting;
  const parts = new Map<NamedPart, string>([['model', model]]);
  if (multiplicity !== null) parts.set('multiplicity', `K=${multiplicity}`);
  if (varied.templates && templates !== null) parts.set('templates', `|R|=${templates}`);
  if (varied.fineTuned && fineTuned !== null) parts.set('fineTuned', `N_f=${fineTuned}`);
  if (varied.subjects && subjects !== null) parts.set('subjects', `S=${subjects}`);
  const rank = varied.loraRank && loraRank !== null ? ` rank ${loraRank}` : '';
  if (fineTuning !== 'none') parts.set('fineTuning', `${fineTuning}${rank}`);
  return parts;
}

function setApart({ swept }: Unnamed, alike: readonly Unnamed[]): string {
  const labels = new Set(alike.flatMap((group) => [...group.swept.keys()]));
  return [...labels]
    .filter((label) => new Set(alike.map((group) => group.swept.get(label))).size > 1)
    .flatMap((label) => swept.get(label) ?? [])
    .join(', ');
}

/** `attention + MLP, K=4, rank 1`, without some of its parts. */
export function nameWithout(name: SettingName, ...without: NamedPart[]): string {
  return [...name].flatMap(([part, text]) => (without.includes(part) ? [] : text)).join(', ');
}
