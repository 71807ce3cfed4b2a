type Forms = { one: string; two?: string; many?: string; other: string };
export type Message = string | Forms;
export type FormName = keyof Forms;
