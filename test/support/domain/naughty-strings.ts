/** Several hundred texts that break programs, made from a few kinds of trouble. */

const controls = Array.from({ length: 32 }, (_, code) => `a${String.fromCharCode(code)}b`);
const moreControls = Array.from({ length: 33 }, (_, n) => `a${String.fromCodePoint(0x7f + n)}b`);
const invisible = [
  0xad, 0x34f, 0x61c, 0x115f, 0x1160, 0x17b4, 0x180b, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2028, 0x2029,
  0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069,
  0x206a, 0x206f, 0x2800, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xffa0, 0xfff9, 0xfffb, 0xfffc, 0xfffd, 0xe0001, 0xe0041,
  0xe007f, 0xe0100, 0x1d173,
];
const around = invisible
  .map((point) => String.fromCodePoint(point))
  .flatMap((char) => [char, `26${char}-700`, `${char}x`]);
const noncharacters = [0xfdd0, 0xfdef, ...Array.from({ length: 17 }, (_, plane) => plane * 0x10000 + 0xfffe)];
const unassigned = [0x378, 0x530, 0x1fae9, 0x10fff, 0x2fffd, 0xe0fff, 0x50000];
const points = [...noncharacters, ...unassigned, 0xe000, 0xf8ff, 0x10fffd].map(
  (point) => `x${String.fromCodePoint(point)}`,
);
const spaces = [0x20, 0xa0, 0x1680, 0x2000, 0x2003, 0x2007, 0x2009, 0x202f, 0x205f, 0x3000].map((point) =>
  String.fromCodePoint(point),
);

const halves = ['\ud800', '\udfff', '\ud83da', 'a\udc00', '\udc00\ud800'];
const words = [
  ...[
    '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
    '\u05e9\u05dc\u05d5\u05dd (\u05e2\u05d5\u05dc\u05dd) 12',
    '\u202bx\u202c',
  ],
  ...[
    '\u0e17\u0e35\u0e48\u0e17\u0e33\u0e01\u0e32\u0e23',
    '\u0915\u094d\u200d\u0937',
    '\u0b95\u0bcd\u0bb7\u0bc7',
    '\u0d28\u0d4d\u200d',
  ],
  ...[
    'Tru\u031bo\u031b\u0300ng',
    '\ud604\uc7a5',
    '\u1112\u1161\u11ab',
    '\u682a\u5f0f\u4f1a\u793e',
    '\u0645\u0634\u0631\u0648\u0639 2026',
  ],
  ...['\u{1f468}\u200d\u{1f469}\u200d\u{1f467}', '\u2764\ufe0f', '1\ufe0f\u20e3', '\u{1f1e9}\u{1f1ea}'],
  ...[
    '\u{1f3f4}\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    '\u{1f477}\u{1f3fd}\u200d\u2640\ufe0f',
    '\u{20bb7}',
  ],
  ...[
    `Z${'\u0310\u0324\u0332'.repeat(20)}`,
    '\u0300'.repeat(50),
    'stra\u00dfe',
    '\u0130stanbul',
    'di\u011fer \u0131',
    '\u03a3\u03c2',
  ],
];
const formulas = ['=', '+', '-', '@', '\t=', '\r=', ' =', '\uff1d', '\uff0b', '\uff0d', '\uff20'].flatMap((sign) => [
  `${sign}1+1`,
  `${sign}cmd|' /C calc'!A0`,
  `${sign}HYPERLINK("http://x.invalid","open")`,
]);
const markup = ['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '"><svg/onload=alert(1)>', "'-alert(1)-'"];
const moreMarkup = [
  ...[
    '</title><script>',
    '<!-- ',
    ']]>',
    '<![CDATA[x]]>',
    '<?xml version="1.0"?>',
    '&lt;b&gt;',
    '&#0;',
    '&#x202e;',
    '&nbsp;',
  ],
  ...[
    'javascript:alert(1)',
    'data:text/html,x',
    '<a href="javascript:x">',
    '<style>*{display:none}</style>',
    '<base href=//x>',
  ],
  ...[
    '[link](http://x.invalid)',
    '![i](http://x.invalid/i.png)',
    '`code`',
    '```',
    '# heading',
    '> quote',
    '| a | b |',
    '***',
  ],
];
const steering = [
  '\u001b[31mred',
  '\u001b]0;title\u0007',
  '\u009b2J',
  'a\rb',
  '\u001b[2J\u001b[H',
  '\u0008\u0008x',
  '\u001bc',
];
const headers = [
  'a\r\nBcc: x@example.com',
  'a\nSubject: other',
  '=?utf-8?q?x?=',
  'a@b.c>\r\n',
  '\r\n.\r\nMAIL FROM:<x>',
  '.',
];
const code = [
  ...[
    "'; DROP TABLE jobs; --",
    '1 OR 1=1',
    '" OR ""="',
    '%00',
    '%s%n%x',
    '${7*7}',
    '{{7*7}}',
    '<%= 7*7 %>',
    '$(id)',
    '`id`',
  ],
  ...[
    '; rm -rf /',
    '| id',
    '&& id',
    '../../etc/passwd',
    '..\\..\\x',
    'C:\\con',
    'NUL',
    'con.txt',
    '/dev/null',
    '~',
    '*',
    '?',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'null',
    'undefined',
    'NaN',
    'true',
    'Infinity',
  ],
  ...[
    '0',
    '-0',
    '1e309',
    '0x10',
    '007',
    '1_000',
    '1,000.00',
    '\u0661\u0662\u0663',
    '\u00bd',
    '\u2460',
    '12345678901234567890',
  ],
  ...[
    '{"a":1}',
    '[]',
    '""',
    "''",
    '\\',
    '\\u0000',
    '\\x00',
    ',',
    ';',
    'a;b,c',
    'a"b',
    'a""b',
    '/',
    '//',
    '~0~1',
    '/a/b',
  ],
];
const long = [
  'x'.repeat(200),
  'x'.repeat(201),
  '\u6f22'.repeat(200),
  '\u{1f3d7}'.repeat(100),
  '\ufdfa'.repeat(100),
  'a '.repeat(99),
];
const lines = [
  'a\nb',
  'a\r\nb',
  'a\rb',
  'a\tb',
  '\n',
  '\n\n',
  'a\u2028b',
  'a\u2029b',
  'a\u0085b',
  'a\n  status  exported',
  '-- \nx',
];
const ends = spaces.flatMap((space) => [space, `${space}x${space}`, `a${space}b`]);

export const naughtyStrings: readonly string[] = [
  ...new Set([
    ...[...controls, ...moreControls, ...around, ...points, ...halves, ...words, ...formulas, ...markup, ...moreMarkup],
    ...[...steering, ...headers, ...code, ...long, ...lines, ...ends, ''],
  ]),
];
