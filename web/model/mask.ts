/** A job number while it is typed. */
import { findSlot } from '../../workflows/contract/mask';

/** As much of the text as fits; what the mask itself gives is put in while typing: `24017` in `##-###` is `24-017`. */
export function fitMask(text: string, mask: string): string {
  let rest = text;
  let fitted = '';
  for (const sign of mask) {
    if (rest === '') break;
    const wanted = findSlot(sign);
    const next = rest.charAt(0);
    if (!wanted) {
      fitted += sign;
      if (next === sign) rest = rest.slice(1);
    } else if (wanted.test(next)) {
      fitted += next;
      rest = rest.slice(1);
    } else {
      // What fits nowhere stays as typed: the rule says so, the person corrects it.
      return text;
    }
  }
  return rest === '' ? fitted : text;
}
