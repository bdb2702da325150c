/**
 * One row of the catalogue. An ERP's "description" or "job name" is our project `name`, its street our
 * `address.line1` and `line2` alike. A figure nobody has seen is left out: an absent rule is no rule.
 */
import type { Direction } from '../../../workflows/contract/codes';
import type { Sourced, SourcedAcceptField, SourcedRules } from '../figures';

/**
 * The adapters of an ERP, besides `http`, which an agent in front of any ERP can use. `companies.yaml` says `none` if
 * there is no adapter.
 */
export type ErpAdapter = 'file-drop' | 'tryton';

export interface NotSupported {
  readonly message: string;
  readonly remedy: string;
}

type Reach =
  | { readonly adapters: readonly [ErpAdapter, ...ErpAdapter[]] }
  | { readonly adapters: readonly []; readonly notSupported: NotSupported };

export type CatalogueEntry = Reach & {
  readonly erpName: string;
  readonly direction: Sourced<Direction>;
  readonly rules: SourcedRules;
  readonly acceptFields: readonly SourcedAcceptField[];
  /** What must exist in the ERP, or be agreed, before the first export. */
  readonly prerequisites: readonly string[];
};
