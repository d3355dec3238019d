import { describe, expect, it } from 'vitest'
import {
  controlFolders,
  controlFoldersOfHome,
  credentialFolders,
  protectedFolders,
} from '../../../src/dialects/values/host-folders.ts'
import { allProblemsIn } from '../../support/problems.ts'

/** The codes that a mount of a folder of the host gives. */
function codesOf(folder: string, mode = ''): readonly string[] {
  const entry = JSON.stringify(`${folder}:/x${mode}`)
  return allProblemsIn(`volumes = [${entry}]`).map((problem) => problem.split(' ')[2] ?? '')
}

describe('a mount of a folder of the system', () => {
  it.each(protectedFolders)('%s is refused, with all that is below', (folder) => {
    for (const path of [folder, `${folder}/`, `${folder}/a/b`, `/x/..${folder}`, `/${folder}`]) {
      expect(codesOf(path), path).toEqual(['BW069'])
      expect(codesOf(path, ':ro'), path).toEqual(['BW069'])
    }
    expect(codesOf(`${folder}x`)).toEqual([])
  })

  it.each(['/', '//', '/var', '/var/', '/x/..'])(
    '%s is refused, and not what is below',
    (folder) => {
      expect(codesOf(folder)).toEqual(['BW069'])
      expect(codesOf('/var/spool')).toEqual([])
    },
  )
})

describe('a mount of a sensitive folder', () => {
  it.each(credentialFolders)('%s of a home is warned of, whatever the mode', (folder) => {
    for (const home of ['/home/ada', '/root', '/Users/ada', '/var/home/ada']) {
      for (const path of [`${home}/${folder}`, `${home}/${folder}/x`, `${home}/x/../${folder}/`]) {
        expect(codesOf(path), path).toEqual(['BW062'])
        expect(codesOf(path, ':ro'), path).toEqual(['BW062'])
      }
    }
  })

  it.each([...controlFolders, ...controlFoldersOfHome.map((each) => `/home/ada/${each}`)])(
    '%s is warned of',
    (folder) => expect(codesOf(folder, ':ro')).toEqual(['BW062']),
  )

  it.each([
    '/root',
    '/home',
    '/home/ada',
    '/Users',
    '/Users/ada/',
    '/home/ada/.config',
    '/home/ada/.local',
    '/tmp',
    '/private/tmp',
    '/private/var',
    '/var/lib',
    '/var/snap/',
    '/tmp/ssh-XXXXa1B2',
    '/tmp/tmux-1000/',
  ])('%s, a home or what has such folders in it, is warned of', (folder) =>
    expect(codesOf(folder, ':ro')).toEqual(['BW062']),
  )

  it.each(['..', '../..', './..', 'a/../..', '../../.ssh', '/srv/ada/.aws', 'x/docker.sock'])(
    '%s is warned of',
    (folder) => expect(codesOf(folder)).toEqual(['BW062']),
  )

  it.each([
    '.',
    './src',
    '../sibling',
    '/home/ada/projects/web',
    './.cargo',
    '/srv/data',
    '/opt',
    '/tmp/build',
    '/tmp/ssh',
    '/private/tmp/x',
    '/var/lib/postgresql',
  ])('%s is not warned of', (folder) => expect(codesOf(folder)).toEqual([]))
})
