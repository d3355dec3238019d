/** Regular expressions that people write. */
export const matchers = [
  ...['/^[a-z]+/', '/:\\d{1,3}\\b/', '/^[A-Z]+-\\d+: /', '/(?:a|b)c?$/', '/[.]org$/', '/\\w+@/'],
  ...['/^(a|[^b-y])\\./', '/\\//', '/x{2,}/', '/^$/', '/a*b*/', '/\\bport/', '/^.*proxy.*/'],
  ...['/[\\d.]+/', '/[^/]+/', '/s|d/', '/,y$/', '/^.{2,3}$/'],
]

/** Those that take long, that engines could read differently, and that are none. */
export const wildMatchers = [
  ...['/(a+)+$/', '/é/', '/A/i', '/[z-a]/', '/[/]/', '/\\u0041/', '/(?=a)/', '/\\1/', '/x{3,2}/'],
  ...[
    '/a/g',
    '/./s',
    '/\\p{L}/u',
    '/[\\b]/',
    '/\\B/',
    '/\\x41/',
    '/\\cA/',
    '/a{,2}/',
    '/]/',
    '/{/',
  ],
  ...['/(?<a>b)/', '/(?<!a)b/', '/[^]/', '/[]/', '/\\0/', '/\\-/', '/a??/', '/(?:)/', '/\\s/'],
]
