import { cssVariables, darkColours, lightColours } from './theme.js';

const light = cssVariables(lightColours);
const dark = cssVariables(darkColours);

/** Style sheet of the report and of the live page: light and dark by the system or by the switch of the page. */
export const reportStyle = `
:root{color-scheme:light;${light}}
@media (prefers-color-scheme:dark){:root:not([data-theme=light]){color-scheme:dark;${dark}}}
:root[data-theme=dark]{color-scheme:dark;${dark}}
@media print{:root:root{color-scheme:light;${light}}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif}
header,main{max-width:1240px;margin:0 auto;padding:0 28px}
header{padding-top:40px}
.kicker{margin:0;color:var(--soft);font-size:.875rem;letter-spacing:.02em}
h1{margin:.1em 0 .3em;font-size:2.25rem;line-height:1.15;letter-spacing:-.015em;overflow-wrap:anywhere}
h2{margin:1.9em 0 .7em;padding-top:.5em;border-top:1px solid var(--rule);font-size:1.5rem;letter-spacing:-.01em}
h3{margin:1.6em 0 .4em;font-size:1.125rem}
nav{display:flex;flex-wrap:wrap;gap:6px 18px}
a{color:var(--s0)}
p{max-width:76ch}
.hint,figcaption{color:var(--soft);font-size:.875rem;max-width:96ch}
.warning{display:inline-block;margin:0 0 1em;padding:6px 12px;border-radius:6px;background:var(--open-bg);color:var(--open)}
.counts{display:flex;flex-wrap:wrap;gap:14px;margin:0 0 1em}
.count{display:flex;align-items:baseline;gap:12px;padding:10px 18px;border:1px solid var(--rule);border-radius:10px;background:var(--card)}
.count dd{order:-1;margin:0;font-size:1.75rem;font-weight:650;font-variant-numeric:tabular-nums}
.badge{display:inline-block;padding:2px 10px;border-radius:99px;font-size:.8125rem;font-weight:600;white-space:nowrap}
.badge.reproduced{color:var(--good);background:var(--good-bg)}
.badge.contradicted{color:var(--bad);background:var(--bad-bg)}
.badge.inconclusive{color:var(--open);background:var(--open-bg)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;font-size:.9375rem;font-variant-numeric:tabular-nums}
caption{padding:4px 0;text-align:left;color:var(--soft);font-size:.8125rem}
th,td{padding:7px 14px 7px 0;border-bottom:1px solid var(--faint);text-align:left;vertical-align:top}
thead th{border-bottom:1px solid var(--rule);color:var(--soft);font-size:.8125rem;font-weight:600;white-space:nowrap}
tbody th{font-weight:600}
.number{text-align:right}
.numbers{font-size:.8125rem}
.numbers th,.numbers td{padding:4px 14px 4px 0;white-space:nowrap}
.numbers tr.first>*{border-top:1px solid var(--rule)}
.findings{width:100%}
.findings td{padding-top:4px;padding-bottom:4px;vertical-align:middle;font-size:.875rem}
.findings .topic th{padding-top:20px;border-bottom:1px solid var(--rule);font-size:.9375rem;text-wrap:pretty}
.findings tbody:first-of-type .topic th{padding-top:10px}
.findings code{display:inline-block;min-width:3.2em;color:var(--soft);font-size:.8125rem}
.findings .number,.findings th.number{text-align:right}
.glyph{display:block}
.nowrap{white-space:nowrap}
.interval{color:var(--soft);font-weight:400;font-size:.875em}
.answers{margin-top:22px}
.text{min-width:16em;max-width:34em;white-space:pre-wrap;overflow-wrap:anywhere}
mark{padding:0 3px;border-radius:3px;background:var(--mark);color:inherit}
.glyph .claim{fill:var(--claim)}
.glyph .claim-edge{stroke:var(--soft);stroke-dasharray:2 2}
.glyph .claim-interval{stroke:var(--ink);stroke-width:2}
.glyph .claim-value{fill:var(--ink)}
.figure{position:relative;margin:0 0 34px;padding:4px 20px 16px;border:1px solid var(--rule);border-radius:12px;background:var(--card)}
.figure h3{margin-top:.7em}
.panels{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,330px),1fr));gap:8px 18px}
.cell{min-width:0}
.cell h4{margin:.3em 0 0;font-size:.9375rem}
.panel>svg,.panel>div>svg{display:block;max-width:100%;height:auto}
.panels.single{grid-template-columns:minmax(0,820px)}
.panel{width:100%;max-width:600px;border-radius:6px;overflow:hidden}
.single .panel{max-width:820px}
:focus-visible{outline:2px solid var(--s0);outline-offset:2px}
.c0{--c:var(--s0)}.c1{--c:var(--s1)}.c2{--c:var(--s2)}.c3{--c:var(--s3)}.c4{--c:var(--s4)}.c5{--c:var(--s5)}.c6{--c:var(--s6)}.c7{--c:var(--s7)}
.line,.wide,.thin{fill:none;stroke:var(--c);stroke-width:1.8;stroke-linejoin:round}
.wide{stroke-width:4;opacity:.5}
.thin{stroke-width:1.1;opacity:.9}
.bar{fill:var(--c);opacity:.85}
[hidden]{display:none!important}
.legend{display:flex;flex-wrap:wrap;gap:4px 8px;margin:0 0 6px}
.key{display:inline-flex;align-items:center;gap:7px;padding:3px 10px;border:1px solid var(--faint);border-radius:99px;background:none;color:var(--ink);font:inherit;font-size:.8125rem;cursor:pointer}
.key[aria-pressed=false]{border-style:dashed;border-color:var(--rule);color:var(--soft)}
.key[aria-pressed=false] svg{opacity:.25}
.key:hover{border-color:var(--soft)}
.readout{position:absolute;z-index:2;pointer-events:none;padding:7px 11px;border:1px solid var(--rule);border-radius:8px;background:var(--card);box-shadow:0 4px 18px #0003;font-size:.8125rem;line-height:1.45;font-variant-numeric:tabular-nums;white-space:nowrap}
.readout i{display:inline-block;width:9px;height:9px;margin-right:6px;border-radius:50%;background:var(--c)}
figcaption{margin-top:8px}
.extras{display:flex;flex-wrap:wrap;gap:4px 20px;margin-top:8px;font-size:.875rem}
summary{cursor:pointer;color:var(--s0)}
.extras details[open]{flex-basis:100%}
.fits{margin-bottom:34px}
.fits .verdict{display:block;max-width:15rem;white-space:normal;font-weight:400;font-size:.8125rem;color:var(--soft)}
fieldset,.choose{display:flex;flex-wrap:wrap;align-items:center;gap:8px 14px;margin:0 0 14px;font-size:.875rem}
.choose input,.choose select,.choose button{max-width:100%;padding:5px 10px;border:1px solid var(--rule);border-radius:8px;background:var(--card);color:var(--ink);font:inherit}
.choose label{max-width:100%}
#fact-choice{width:24em}
output{color:var(--soft)}
.panel.broad{max-width:none}
.fact-text{white-space:pre-wrap;overflow-wrap:anywhere}
.legend span{display:inline-flex;align-items:center;gap:7px;margin-right:12px;font-size:.8125rem}
pre{overflow:auto;max-height:480px;padding:12px 16px;border:1px solid var(--rule);border-radius:8px;background:var(--card);font-size:.8125rem;line-height:1.45}
.config{margin:6px 0}
#notes li{color:var(--soft);font-size:.9375rem}
main{padding-bottom:80px}
thead button{padding:0;border:0;background:none;color:inherit;font:inherit;cursor:pointer}
thead button::after{content:" ↕";opacity:.45}
[aria-sort=ascending]>button::after{content:" ↑";opacity:1}
[aria-sort=descending]>button::after{content:" ↓";opacity:1}
.sortable:not(.sorted) .claim-code{display:none}
#theme{position:absolute;top:14px;right:28px;padding:4px 12px;border:1px solid var(--rule);border-radius:99px;background:none;color:var(--soft);font:inherit;font-size:.8125rem;cursor:pointer}
.values .scroll{max-height:320px;overflow:auto}
progress{width:100%;height:8px;margin:0 0 20px;accent-color:var(--s0)}
[data-name] dd{overflow-wrap:anywhere}
@media (max-width:640px){
.findings,.findings tbody,.findings .topic,.findings .topic th{display:block}
.findings thead{display:none}
.findings tr:not(.topic){display:grid;grid-template-columns:1fr auto;gap:0 12px;align-items:center;padding:8px 0;border-bottom:1px solid var(--faint)}
.findings tr:not(.topic) td{border:0;padding:2px 0}
.findings td:nth-child(2){grid-area:1/1/2/3}
.findings td:nth-child(6),.findings td:nth-child(7){color:var(--soft);font-size:.8125rem;text-align:left}
.findings td:nth-child(6)::before{content:"source: "}
.findings td:nth-child(7){justify-self:end}
.findings td:nth-child(7)::before{content:"runs: "}
.fits .verdict{max-width:9rem}
}
@media (max-width:560px){header,main{padding-left:14px;padding-right:14px}.kicker{padding-right:9em}.counts{gap:8px}.count{gap:8px;padding:6px 12px}.count dd{font-size:1.25rem}.figure{padding:2px 10px 12px}#theme{right:14px}h1{font-size:1.75rem}}
@media print{.figure{break-inside:avoid}.extras,#theme{display:none}}
`;
