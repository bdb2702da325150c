/** A project and its cost codes as Procore answers them, with the fields that its reference names. */
import type { Row } from './world';

export const procoreProject: Row = {
  id: 89025,
  name: 'Riverside Clinic',
  display_name: 'P-1042 - Riverside Clinic',
  project_number: 'P-1042',
  address: '12 Mill Lane',
  city: 'Dayton',
  state_code: 'OH',
  zip: '45402',
  country_code: 'US',
  county: 'Montgomery',
  latitude: 39.75,
  longitude: -84.19,
  time_zone: 'US/Eastern',
  phone: '',
  start_date: '2026-03-01',
  completion_date: '2027-06-30',
  total_value: '4250000.0',
  estimated_start_date: '2026-03-01',
  estimated_completion_date: '2027-06-30',
  estimated_value: '4250000.0',
  description: 'Outpatient clinic\r\non two levels.',
  active: true,
  template: false,
  flag: null,
  origin_id: null,
  origin_data: null,
  origin_code: null,
  accounting_project_number: '',
  store_number: '',
  project_stage: { id: 3, name: 'Course of Construction' },
  project_type: { id: 1, name: 'Healthcare' },
  departments: [{ id: 2, name: 'Commercial' }],
  company: { id: 7656, name: 'Acme Builders' },
  custom_fields: {},
  created_at: '2026-01-29T21:53:56Z',
  updated_at: '2026-02-14T16:52:22Z',
};

const type = (id: number, name: string, code: string) => ({ id, name, code, base_type: 'other', origin_id: null });
export const labor = type(1, 'Labor', 'L');
export const material = type(2, 'Material', 'M');

/** `parent`: null for one at the top. */
export const costCode = (id: number, full: string, name: string, changes: object = {}): Row => ({
  id,
  name,
  full_code: full,
  sortable_code: full,
  code: full.split('-').at(-1),
  parent: { id: null },
  biller: 'Riverside Clinic',
  biller_id: 89025,
  biller_type: 'Project',
  budgeted: false,
  deleted_at: null,
  origin_id: null,
  origin_data: null,
  position: null,
  standard_cost_code_id: 122334,
  line_item_types: [labor],
  created_at: '2026-02-01T00:00:00Z',
  updated_at: '2026-02-01T00:00:00Z',
  ...changes,
});

/** A heading and two codes below it. */
export const procoreCostCodes: readonly Row[] = [
  costCode(10, '03', 'Concrete', { line_item_types: [] }),
  costCode(11, '03-100', 'Concrete forming', { parent: { id: 10 }, line_item_types: [labor, material] }),
  costCode(12, '03-300', 'Cast-in-place concrete', { parent: { id: 10 }, line_item_types: [material] }),
];

/** So many codes without a heading. */
export const manyCostCodes = (count: number): readonly Row[] =>
  Array.from({ length: count }, (_, n) => costCode(1_000 + n, `05-${String(n).padStart(5, '0')}`, `Item ${n}`));
