import type { CodeEntries } from './code-entry.ts'

/** What stands against a change of a source that the tool is asked to make. */
export const codemodCodes = {
  BW130: {
    severity: 'error',
    title: 'a Smolfile cannot be imported',
    why: 'The bottle file must give the very document that it was made from, or nothing is written. A Smolfile with more than 5,000 values, or 200 secrets or devices, is not written as a bottle file at all.',
    bad: { setup: 'bottle import is given a Smolfile with 6,000 variables.' },
    good: { setup: 'bottle import is given a Smolfile with 60 variables.' },
  },
  BW131: {
    severity: 'error',
    title: 'a file gives no slug',
    why: 'The slug of an imported bottle is taken from the name of the Smolfile or of its folder. When none of the letters there can be part of a slug, `--as` gives one.',
    bad: { setup: 'bottle import is given the file ---.smolfile.' },
    good: { setup: 'bottle import --as web is given the file ---.smolfile.' },
  },
  BW132: {
    severity: 'error',
    title: 'a file exists already',
    why: 'What is written by a command never replaces a file that somebody else has written, unless `--force` says so. What stands there may be in no commit.',
    bad: { setup: 'bottle import would write bottles/web.bottle.ts, which is there.' },
    good: { setup: 'bottle import --force overwrites bottles/web.bottle.ts.' },
  },
  BW133: {
    severity: 'error',
    title: 'a file has changed in the meantime',
    why: 'The change was worked out from a text that is no longer the text of the file, since an editor or another command has written it. To go on would lose that work: run the command again.',
    bad: { setup: 'An editor saves the bottle file while bottle rename asks a question.' },
    good: { setup: 'Nobody writes the bottle file while bottle rename asks a question.' },
  },
  BW134: {
    severity: 'error',
    title: 'a setting is not written out in the bottle itself',
    why: 'The setting is computed, or a preset makes it, so there is no text in the bottle that could be edited. A change of the preset would change other bottles as well: make it by hand.',
    bad: { setup: 'bottle set web env.LOG debug, where a preset sets LOG.' },
    good: { setup: 'bottle set web env.LOG debug, where the bottle sets LOG.' },
  },
  BW135: {
    severity: 'error',
    title: 'an edit does not do what it should',
    why: 'The edited source is evaluated before it is written, and its Smolfile must differ in the one setting. Here it would differ in more or in nothing, for instance since another call makes the same setting.',
    bad: { setup: 'bottle unset web env.LOG, where a preset sets LOG as well.' },
    good: { setup: 'bottle unset web env.LOG, where only the bottle sets LOG.' },
  },
  BW136: {
    severity: 'error',
    title: 'the output tree is not up to date',
    why: 'A rename must change a name alone, so that its diff shows nothing else. That can be proven only from an output tree that is what the source gives.',
    bad: { setup: 'bottle rename web site runs before the first bottle synth.' },
    good: { setup: 'bottle rename web site runs after bottle synth.' },
  },
} as const satisfies CodeEntries
