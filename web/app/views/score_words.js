// What the score's groups, inputs and bands are called on the page.

const groups = {
  cushion: 'Cushion',
  debt_load: 'Debt load',
  spending_and_housing: 'Spending and housing',
  income: 'Income',
  payment_habits: 'Payment habits',
  long_term: 'Long term',
  about_you: 'About you',
  not_known_yet: 'Not known yet',
  limit: 'End of the scale',
  base: 'Starting point',
};

const percent = new Intl.NumberFormat(navigator.languages?.[0], {
  style: 'percent',
  maximumFractionDigits: 0,
});
const plain = new Intl.NumberFormat(navigator.languages?.[0], { maximumFractionDigits: 1 });
const yesNo = (value) => (value ? 'yes' : 'no');
const months = (value) => `${plain.format(value)} months`;
const oftenness = (value) =>
  ['', 'never', 'seldom', 'sometimes', 'mostly', 'always'][Math.round(value)] ?? '';

const inputs = {
  income_rel: ['Income', (value) => `${percent.format(value)} of the reference income`],
  liquid_rel: ['Money at hand', (value) => `${plain.format(value)} reference months of income`],
  essential_cushion_m: ['Essential spending covered', months],
  debt_service_ratio: ['Loan and card payments', (value) => `${percent.format(value)} of income`],
  housing_cost_ratio: ['Rent or mortgage', (value) => `${percent.format(value)} of income`],
  card_balance_ratio: ['Card balance', (value) => `${plain.format(value)} months of income`],
  other_debt_ratio: ['Personal loans', (value) => `${plain.format(value)} months of income`],
  vehicle_debt_ratio: ['Vehicle loans', (value) => `${plain.format(value)} months of income`],
  student_debt_ratio: ['Student loans', (value) => `${plain.format(value)} months of income`],
  mortgage_to_income: ['Mortgage', (value) => `${plain.format(value)} years of income`],
  student_loan: ['Has a student loan', yesNo],
  spend_vs_income: [
    'Spending against income',
    (value) => ['', 'more than income', 'about equal', 'less than income'][value],
  ],
  bills_on_time: ['Bills paid on time', oftenness],
  card_paid_full: [
    'Card paid in full',
    (value) => (value === 1 ? 'never, or no card' : oftenness(value)),
  ],
  high_cost_credit: ['High-cost credit', yesNo],
  income_volatility: [
    'Income from month to month',
    (value) => ['', 'steady', 'some odd months', 'varies a lot'][value],
  ],
  collections: ['Debt collection', yesNo],
  credit_denied: ['Credit turned down', yesNo],
  auto_saving: ['Regular saving', yesNo],
  retirement_acct: ['Retirement account', yesNo],
  investments: ['Investments', yesNo],
  bank_account: ['Bank account', yesNo],
  own_home: ['Owns the home', yesNo],
  rent_home: ['Rents the home', yesNo],
  age: ['Age', (value) => plain.format(value)],
  household_size: ['Household size', (value) => (value >= 5 ? '5 or more' : plain.format(value))],
  health_insurance: ['Health insurance', yesNo],
  within_budget: ['Months within budget', oftenness],
};

const spaced = (name) => (name.charAt(0).toUpperCase() + name.slice(1)).replaceAll('_', ' ');

export const groupTitle = (name) => groups[name] ?? spaced(name);
export const inputTitle = (name) => inputs[name]?.[0] ?? spaced(name);
export const bandTitle = spaced;

/** What is known of an input, in words. */
export function inputValue({ name, value, known }) {
  if (known === false || value === undefined || value === null)
    return known === false ? 'not known yet' : '';
  return (typeof value === 'number' ? inputs[name]?.[1](value) : null) ?? String(value);
}
