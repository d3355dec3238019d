/** The one style of the page; its hash stands in the page's content-security policy. */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #ffffff; --line: #d1d9e0; --soft: #f6f8fa;
  --text: #1f2328; --dim: #59636e; --link: #0969da;
  --widens: #b3261e; --widens-soft: #ffebe9; --narrows: #1a7f37; --narrows-soft: #dafbe1;
  --inside: #7d4e00; --inside-soft: #fff8c5; --neutral: #59636e; --neutral-soft: #eff2f5; --del: #ffcecb; --ins: #aceebb;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0d1117; --card: #151b23; --line: #3d444d; --soft: #1b222c;
    --text: #e6edf3; --dim: #9198a1; --link: #4493f8;
    --widens: #ff8b83; --widens-soft: #3c1618; --narrows: #56d364; --narrows-soft: #12361f;
    --inside: #d29922; --inside-soft: #332b00; --neutral: #9198a1; --neutral-soft: #262c36; --del: #7d2a27; --ins: #1e5a30;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 1240px; padding: 24px 20px 64px; background: var(--page);
  color: var(--text); font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', sans-serif;
}
code, td.values, text, .diff td { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; font-size: 12px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 16px; }
.compared { margin: 0 0 16px; overflow-wrap: anywhere; }
h2 { font-size: 18px; margin: 36px 0 12px; }
h3 { font-size: 17px; margin: 0; overflow-wrap: anywhere; }
a { color: var(--link); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.numbers { display: flex; flex-wrap: wrap; gap: 10px; margin: 0; padding: 0; list-style: none; }
.numbers li { min-width: 92px; padding: 8px 14px; border: 1px solid var(--line); border-radius: 8px; background: var(--card); color: var(--dim); font-size: 13px; }
.numbers b { display: block; color: var(--text); font-size: 22px; line-height: 1.2; font-variant-numeric: tabular-nums; }
.numbers .widens.some { border-color: var(--widens); background: var(--widens-soft); }
.numbers .widens.some b { color: var(--widens); }
.numbers .narrows.some b { color: var(--narrows); }
fieldset { display: flex; flex-wrap: wrap; gap: 4px 18px; margin: 0 0 18px; padding: 8px 14px; border: 1px solid var(--line); border-radius: 8px; }
legend { padding: 0 6px; color: var(--dim); font-size: 13px; }
label { display: inline-flex; align-items: center; gap: 6px; cursor: pointer; }
input { margin: 0; }
article { margin: 0 0 18px; padding: 16px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
.state { margin-left: 4px; padding: 1px 8px; border: 1px solid var(--line); border-radius: 10px; color: var(--dim); font-size: 12px; font-weight: 500; }
.caution { margin: 2px 0 10px; font-size: 13px; font-weight: 600; }
.facts { margin: 2px 0 10px; color: var(--dim); font-size: 13px; overflow-wrap: anywhere; }
h4 { font-size: 14px; margin: 14px 0 0; overflow-wrap: anywhere; }
.bottles { display: flex; flex-wrap: wrap; gap: 4px 6px; margin: 0 0 10px; padding: 0; list-style: none; font-size: 12px; overflow-wrap: anywhere; }
.bottles li { max-width: 100%; padding: 0 7px; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 6px 10px 6px 0; font-size: 14px; text-align: left; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
thead th { color: var(--dim); font-size: 12px; border-bottom: 1px solid var(--line); }
.findings { table-layout: fixed; min-width: 560px; }
.findings thead th:nth-child(1) { width: 84px; }
.findings thead th:nth-child(2) { width: 25%; }
.findings thead th:nth-child(4) { width: 32%; }
.findings tbody tr + tr > * { border-top: 1px solid var(--line); }
.badge { display: inline-block; padding: 0 8px; border-radius: 10px; font-size: 12px; font-weight: 600; line-height: 20px; }
.widens .badge { color: var(--widens); background: var(--widens-soft); }
.narrows .badge { color: var(--narrows); background: var(--narrows-soft); }
.inside .badge { color: var(--inside); background: var(--inside-soft); }
.neutral .badge { color: var(--neutral); background: var(--neutral-soft); }
.values del, .values ins { display: block; width: fit-content; max-width: 100%; margin-bottom: 2px; padding: 1px 5px; border-radius: 4px; text-decoration: none; white-space: pre-wrap; }
.values del { background: var(--widens-soft); }
.values ins { background: var(--narrows-soft); }
.sign { color: var(--dim); user-select: none; }
.place { display: block; color: var(--dim); font-size: 12px; }
details { margin-top: 12px; }
summary { width: fit-content; padding: 2px 0; color: var(--link); cursor: pointer; }
.diff { table-layout: fixed; min-width: 640px; margin-top: 8px; border: 1px solid var(--line); line-height: 1.45; }
.diff thead th { padding: 4px 8px; background: var(--soft); }
.diff td { padding: 1px 8px; white-space: pre-wrap; }
.diff col.number { width: 44px; }
.diff td.number { padding: 1px 8px 1px 4px; color: var(--dim); background: var(--soft); text-align: right; user-select: none; }
.diff .none { background: var(--soft); }
.diff .removed { background: var(--widens-soft); }
.diff .added { background: var(--narrows-soft); }
.diff del { background: var(--del); text-decoration: none; border-radius: 2px; }
.diff ins { background: var(--ins); text-decoration: none; border-radius: 2px; }
.diff tbody + tbody tr:first-child td { border-top: 6px double var(--line); }
figure { margin: 0; padding: 12px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); }
figcaption { margin-top: 8px; color: var(--dim); font-size: 13px; }
.picture, .picture ul { margin: 0; padding: 0; list-style: none; }
.picture > li { display: grid; grid-template-columns: minmax(0, 200px) minmax(0, 1fr); padding: 10px 0; }
.picture > li + li { border-top: 1px solid var(--line); }
.branches > li { display: grid; grid-template-columns: minmax(0, 250px) minmax(0, 1fr); }
.branches > li, .ends > li { position: relative; padding-left: 44px; }
.branches > li + li { margin-top: 12px; }
.ends > li + li { margin-top: 6px; }
.branches > li::before, .ends > li::before { content: ''; position: absolute; left: 0; top: 12px; width: 44px; border-top: 1.5px solid var(--dim); }
.branches > li::after, .ends > li::after { content: ''; position: absolute; left: 21px; top: 12px; bottom: -25px; border-left: 1.5px solid var(--dim); }
.branches > li + li::before, .ends > li + li::before { left: 21px; width: 23px; }
.ends > li::after { bottom: -19px; }
.branches > li:last-child::after, .ends > li:last-child::after { display: none; }
.branches > li.added::before, .ends > li.added::before { border-top: 4px solid var(--link); margin-top: -1px; }
.branches > li.removed::before, .ends > li.removed::before { border-top: 2px dashed var(--dim); }
.heads { display: flex; flex-direction: column; gap: 6px; }
.box { display: block; width: fit-content; max-width: 100%; padding: 1px 9px; border: 1px solid var(--line); border-radius: 6px; background: var(--soft); font: 12px/22px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.box small { color: var(--dim); font: 11px/22px system-ui, -apple-system, 'Segoe UI', sans-serif; }
.box.bottle, .heads .box { width: 100%; }
.box.bottle { align-self: start; border-color: var(--link); background: var(--card); }
.box.bottle small { display: block; line-height: 1.5; }
.box.added { border-color: var(--link); }
.box.open { border-color: var(--widens); background: var(--widens-soft); }
.box.removed { border-style: dashed; border-color: var(--dim); background: none; }
.said { color: var(--dim); }
.key.added { border-bottom: 3px solid var(--link); }
.key.removed { border-bottom: 2px dashed var(--dim); }
.names { columns: 220px; margin: 8px 0 0; padding-left: 20px; font-size: 13px; overflow-wrap: anywhere; }
body:has(#only-widens:checked) .findings tbody tr:not(.widens),
body:has(#only-narrows:checked) .findings tbody tr:not(.narrows),
body:has(#only-inside:checked) .findings tbody tr:not(.inside),
body:has(#only-neutral:checked) .findings tbody tr:not(.neutral),
body:has(#only-widens:checked) article:not(:has(tr.widens)),
body:has(#only-narrows:checked) article:not(:has(tr.narrows)),
body:has(#only-inside:checked) article:not(:has(tr.inside)),
body:has(#only-neutral:checked) article:not(:has(tr.neutral)),
.nothing { display: none; }
body:has(#only-widens:checked):not(:has(tr.widens)) .nothing.widens,
body:has(#only-narrows:checked):not(:has(tr.narrows)) .nothing.narrows,
body:has(#only-inside:checked):not(:has(tr.inside)) .nothing.inside,
body:has(#only-neutral:checked):not(:has(tr.neutral)) .nothing.neutral { display: block; }
@media (max-width: 600px) {
  body { padding: 16px 12px 48px; }
  article, figure { padding: 12px; }
  .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(96px, 1fr)); }
  .numbers li { padding: 6px 10px; }
  .picture > li, .branches > li { display: block; }
  .picture .branches, .picture .ends { padding: 8px 0 0 14px; }
  .branches > li, .ends > li { padding-left: 26px; }
  .branches > li::before, .ends > li::before, .branches > li + li::before, .ends > li + li::before { left: 0; width: 26px; }
  .branches > li::after, .ends > li::after { left: 0; top: -8px; bottom: -12px; }
  .branches > li:last-child::after, .ends > li:last-child::after { display: block; bottom: auto; height: 21px; }
  .branches > li + li:last-child::after, .ends > li + li:last-child::after { top: -12px; height: 25px; }
  .findings { min-width: 0; }
  .findings thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .findings tr { display: block; padding: 8px 0; }
  .findings tbody tr + tr { border-top: 1px solid var(--line); }
  .findings tbody tr + tr > * { border-top: 0; }
  .findings th, .findings td { display: block; padding: 2px 0; }
}
@media print { fieldset { display: none; } article { break-inside: avoid; } }
`
