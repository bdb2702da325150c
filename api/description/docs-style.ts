/** The stylesheet of the API's page; served as a file, because the page may hold no style of its own. */
export const docsStyle = `:root {
  color-scheme: light dark;
  --ink: light-dark(#1c2430, #e3e8ef);
  --soft: light-dark(#5b6676, #98a4b5);
  --paper: light-dark(#ffffff, #12161c);
  --panel: light-dark(#f4f6f9, #1a2028);
  --line: light-dark(#d9dfe7, #2d3642);
  --accent: light-dark(#0b5cad, #7db8f5);
  --get: light-dark(#0f6b4f, #5fd0a4);
  --post: light-dark(#8a4b00, #f0b45a);
}
* { box-sizing: border-box; }
html { scroll-padding-top: 1rem; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
.page { display: grid; grid-template-columns: 17rem minmax(0, 1fr); max-width: 78rem; margin: 0 auto; }
nav { padding: 1.5rem 1rem; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; }
nav h2 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); margin: 1.2rem 0 .3rem; }
nav ul { list-style: none; margin: 0; padding: 0; }
nav li { padding: .12rem 0; font-size: .9rem; }
main { padding: 1.5rem 2rem 6rem; border-left: 1px solid var(--line); }
h1 { margin: 0 0 .5rem; font-size: 1.9rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.4rem; border-bottom: 1px solid var(--line); padding-bottom: .3rem; }
h3 { margin: 0; font-size: 1.1rem; }
h4 { margin: 1rem 0 .3rem; font-size: .85rem; text-transform: uppercase; letter-spacing: .05em; color: var(--soft); }
p { margin: .4rem 0; }
a { color: var(--accent); text-decoration: none; }
a:hover, a:focus-visible { text-decoration: underline; }
section.operation { margin: 1.2rem 0; padding: 1rem 1.2rem; border: 1px solid var(--line); border-radius: 8px; }
section.operation:target, section.schema:target, tr:target { outline: 2px solid var(--accent); }
.route { margin: .3rem 0; overflow-wrap: anywhere; }
.method { font: 600 .8rem ui-monospace, monospace; padding: .1rem .45rem; border: 1px solid; border-radius: 4px; }
.get { color: var(--get); }
.post { color: var(--post); }
code, pre { font: .85rem/1.5 ui-monospace, SFMono-Regular, Menlo, monospace; }
code { background: var(--panel); padding: .08rem .3rem; border-radius: 4px; overflow-wrap: anywhere; }
pre { background: var(--panel); padding: .8rem 1rem; border-radius: 6px; overflow-x: auto; margin: .3rem 0; }
pre code { background: none; padding: 0; overflow-wrap: normal; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem .35rem 0; border-bottom: 1px solid var(--line); }
th { color: var(--soft); font-weight: 600; }
details { margin: .3rem 0; }
summary { cursor: pointer; color: var(--accent); }
.soft { color: var(--soft); }
@media (max-width: 56rem) {
  .page { display: block; }
  nav { position: static; max-height: none; border-bottom: 1px solid var(--line); }
  main { border: 0; padding: 1rem; }
}
`;
