import type { CodeEntries } from './code-entry.ts'

/** The configuration of a project. */
export const projectCodes = {
  BW150: {
    severity: 'error',
    title: 'the configuration is malformed',
    why: 'The configuration decides where bottles are looked for, where Smolfiles are written and what fails, so a mistake in it is an error, and is not ignored. Paths stay inside the project and out of .git, .github and node_modules: a configuration comes with the branch that is under review.',
    bad: { setup: 'bottleworks.config.json says { "out": "../elsewhere" }.' },
    good: { setup: 'bottleworks.config.json says { "out": "generated" }.' },
  },
  BW151: {
    severity: 'error',
    title: 'the project requires another version of bottleworks',
    why: 'Another version may write other bytes, so whoever commits last would decide which version everybody has.',
    bad: { setup: 'bottleworks.config.json says { "requires": ">=999" }.' },
    good: { setup: 'bottleworks.config.json says { "requires": ">=0.1" }.' },
  },
  BW152: {
    severity: 'error',
    title: 'the project is configured in two places',
    why: 'Nothing says which of the two holds, and a reviewer may read the other one.',
    bad: { setup: 'package.json has a key "bottleworks", and there is a bottleworks.config.json.' },
    good: { setup: 'There is a bottleworks.config.json, and no key in package.json.' },
  },
  BW153: {
    severity: 'error',
    title: 'an output tree was left behind',
    why: 'The configuration has moved the output tree, and what the base has at the old place is still there. Tools that read it there go on with Smolfiles that nobody generates any more.',
    bad: { setup: 'out has moved from smolfiles to generated, and smolfiles is still there.' },
    good: { setup: 'out has moved from smolfiles to generated, and smolfiles is gone.' },
  },
  BW154: {
    severity: 'error',
    title: 'a ceiling is malformed',
    why: 'A ceiling says what bottles may get at, and what it does not name nobody may. A key that is spelled wrong would close what was meant to be open, and an entry that is read as another would open what was not.',
    bad: {
      setup: 'bottle reach --within ceiling.json, which says { "adresses": ["10.0.0.0/8"] }.',
    },
    good: { setup: 'ceiling.json says { "addresses": ["10.0.0.0/8"] }.' },
  },
  BW155: {
    severity: 'error',
    title: 'the baseline is malformed',
    why: 'The warnings in bottleworks.baseline.json do not fail, so a mistake in it is an error, and is not ignored. It has warnings of bottles alone: an error is in no baseline.',
    bad: { setup: 'bottleworks.baseline.json has an entry with the code of an error, BW012.' },
    good: { setup: 'bottleworks.baseline.json has an entry with the code of a warning, BW017.' },
  },
} as const satisfies CodeEntries
