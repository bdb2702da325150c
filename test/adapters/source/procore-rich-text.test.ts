/** HTML of Procore as plain text. */
import { fc } from '../../support/fast-check';
import { toPlainText } from '../../../adapters/source/procore/rich-text';

test.each([
  ['<p>one</p><p>two</p>', 'one\n\ntwo'],
  ['one<br>two<br/>three', 'one\ntwo\nthree'],
  ['<div><b>bold</b> and <span style="color: red">red</span></div>', 'bold and red'],
  ['<ol><li>first</li>\n<li>second</li></ol>', '- first\n- second'],
  ['<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>', 'a b\nc'],
  ['<p>a</p><script>alert(1 < 2)</script><style>p > a {}</style><p>b</p>', 'a\n\nb'],
  ['<p>a<!-- hidden -->b</p>', 'ab'],
  ['<p>Word<o:p></o:p></p>', 'Word'],
  ['<p>&lt;b&gt; &amp;amp; &quot;x&quot; &#39;y&#x27; &euro;5 &uuml;</p>', '<b> &amp; "x" \'y\' \u20ac5 \u00fc'],
  ['<p>&unknown; &#0; &#xD800; &#x110000;</p>', '&unknown; &#0; &#xD800; &#x110000;'],
  ['<p>a < b and c > d</p>', 'a < b and c > d'],
  ['<p>\n  spaced \t out  \n</p>', 'spaced out'],
  ['<p></p><p>&nbsp;</p><p>x</p>', 'x'],
])('%s', (html, text) => {
  expect(toPlainText(html)).toBe(text);
});

test.each(['R&D', 'a < b', 'x > y', '1 <2> 3', 'a &amp; b', '<none>', 'two\nlines  and blanks', ''])(
  'plain text stays as it is: %j',
  (text) => {
    expect(toPlainText(text)).toBe(text);
  },
);

test('whatever comes, it ends, and is no longer than what came', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '</',
    '<p',
    '<li>',
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '&',
    '&lt;',
    'x',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const html = pieces.join('');
      expect(toPlainText(html).length).toBeLessThanOrEqual(html.length);
    }),
  );
});
