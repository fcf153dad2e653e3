// The server's checks of a form's values, made while they are typed. The server makes them again and decides.

const real = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const whole = /^[+-]?\d+$/;
const longest = 100000; // bytes, of a value

const quoted = (text) => (text.length <= 60 ? `"${text}"` : `"${text.slice(0, 60)}..."`);

function isReal(text) {
  const value = Number(text);
  if (!real.test(text) || !Number.isFinite(value)) return false;
  return value !== 0 || !/[1-9]/.test(text.replace(/e.*/i, "")); // 1e-999 is no number of the machine
}

function isWhole(text) {
  if (!whole.test(text)) return false;
  const value = BigInt(text.replace(/^\+/, ""));
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}

function range({ min, max, unit }) {
  const end = unit ? ` ${unit}` : "";
  if (min === undefined) return `at most ${max}${end}`;
  if (max === undefined) return `at least ${min}${end}`;
  return `from ${min} to ${max}${end}`;
}

/** What is wrong with the text for a field of this data; "" if nothing is. */
export function faultOf(text, data) {
  if (new TextEncoder().encode(text).length > longest) return `the value is too long; allowed: at most ${longest} bytes`;
  if (data.longest !== undefined && new TextEncoder().encode(text).length > Number(data.longest))
    return `the value has ${new TextEncoder().encode(text).length} bytes; allowed: at most ${data.longest}`;
  const isNumber = data.type === "xs:double" || data.type === "xs:integer";
  if (!isNumber) return "";
  if (data.type === "xs:double" && !isReal(text)) return `${quoted(text)} is not a finite number`;
  if (data.type === "xs:integer" && !isWhole(text)) return `${quoted(text)} is not an integer of 64 bits`;
  const number = data.type === "xs:integer" ? (t) => BigInt(t.replace(/^\+/, "")) : Number;
  const below = data.min !== undefined && number(text) < number(data.min);
  const above = data.max !== undefined && number(text) > number(data.max);
  return below || above ? `${quoted(text)} is out of range; allowed: ${range(data)}` : "";
}

const fieldOf = (input) => input.closest(".field");

function show(input, fault) {
  const place = fieldOf(input).querySelector(".fault");
  if (fault) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
  if (fault || !fieldOf(input).querySelector("[aria-invalid]")) place.textContent = fault;
}

/** Checks one input, and shows what is wrong. */
function check(input, running) {
  const missing = running && input.required && input.value === "" && !filledBefore(input);
  const fault = missing ? "is required" : input.value === "" ? "" : faultOf(input.value, input.dataset);
  show(input, fault);
  return !fault;
}

/** A file that comes along from the job that the form was filled from. */
const filledBefore = (input) => input.type === "file" && input.dataset.kept !== undefined;

/** Another empty input below the last, once that is filled. */
function growing(input) {
  input.addEventListener("input", () => {
    if (input.value === "" || input.nextElementSibling) return;
    const next = input.cloneNode();
    for (const name of ["id", "required", "value", "placeholder", "aria-invalid"]) next.removeAttribute(name);
    next.value = "";
    next.setAttribute("aria-label", `${input.name}, another value`);
    input.after(next);
    listen(next);
  });
}

function listen(input) {
  input.addEventListener("change", () => check(input, false));
  if (input.dataset.several !== undefined) growing(input);
}

export function checkForm(form) {
  form.noValidate = true; // else the browser stops at fields in closed groups, and says nothing
  for (const input of form.querySelectorAll(".field :is(input, select)")) if (fieldOf(input).querySelector(".fault")) listen(input);
  form.addEventListener("submit", (event) => {
    const running = event.submitter?.value === "RUN";
    const inputs = [...form.querySelectorAll(".field :is(input, select)")].filter((input) => fieldOf(input).querySelector(".fault"));
    const wrong = inputs.filter((input) => !check(input, running));
    if (!wrong.length) return;
    event.preventDefault();
    wrong[0].closest("details").open = true;
    wrong[0].focus();
  });
}
