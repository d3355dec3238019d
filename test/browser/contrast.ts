import type { Page } from 'playwright-core'

interface Contrast {
  readonly text: string
  readonly colours: string
  /** As WCAG 2.2 defines it, from 1 to 21. */
  readonly ratio: number
}

/** The contrast of every text that is to be seen with what is behind it. */
export async function contrastsIn(page: Page): Promise<readonly Contrast[]> {
  return page.evaluate(() => {
    const channels = (colour: string): readonly number[] =>
      (colour.match(/[\d.]+/g) ?? []).map(Number)
    const isClear = (colour: string) => colour === 'none' || channels(colour)[3] === 0
    const luminance = (colour: string) => {
      const [red = 0, green = 0, blue = 0] = channels(colour)
        .slice(0, 3)
        .map((each) => each / 255)
        .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    }
    const behind = (element: Element): string => {
      const box = element.localName === 'text' ? element.parentElement?.querySelector('rect') : null
      const fill = box ? getComputedStyle(box).fill : 'none'
      if (!isClear(fill)) return fill
      for (let each: Element | null = element; each !== null; each = each.parentElement) {
        const { backgroundColor } = getComputedStyle(each)
        if (!isClear(backgroundColor)) return backgroundColor
      }
      return 'rgb(255, 255, 255)'
    }
    const texts = [...document.body.querySelectorAll('*')].filter(
      (element) =>
        element.checkVisibility() &&
        element.localName !== 'title' &&
        [...element.childNodes].some((node) => node.nodeType === 3 && node.nodeValue?.trim()),
    )
    return texts.map((element) => {
      const style = getComputedStyle(element)
      const colour = element.localName === 'text' ? style.fill : style.color
      const ground = behind(element)
      const [light = 0, dark = 0] = [luminance(colour), luminance(ground)].sort((a, b) => b - a)
      const text = `${element.localName}.${element.getAttribute('class') ?? ''}: ${element.textContent?.trim().slice(0, 40)}`
      return { text, colours: `${colour} on ${ground}`, ratio: (light + 0.05) / (dark + 0.05) }
    })
  })
}
