// Sends results to other programs on the reader's machine: SAMP 1.3, Web Profile. The hub (TOPCAT and Aladin bring one)
// asks the reader before it lets a page in.

const hub = "http://localhost:21012/";

const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** A value as XML-RPC writes it; SAMP knows texts, lists and maps. */
function encoded(value) {
  if (Array.isArray(value)) return `<value><array><data>${value.map(encoded).join("")}</data></array></value>`;
  if (typeof value === "object") {
    const members = Object.entries(value).map(([name, member]) => `<member><name>${escaped(name)}</name>${encoded(member)}</member>`);
    return `<value><struct>${members.join("")}</struct></value>`;
  }
  return `<value><string>${escaped(String(value))}</string></value>`;
}

function decoded(node) {
  const type = node.firstElementChild;
  if (!type) return node.textContent;
  if (type.tagName === "struct")
    return Object.fromEntries([...type.children].map((member) => [member.children[0].textContent, decoded(member.children[1])]));
  if (type.tagName === "array") return [...type.firstElementChild.children].map(decoded);
  return type.textContent;
}

/** Calls a method of the hub. Throws with a text for the reader. */
async function call(method, ...parameters) {
  const body = `<?xml version="1.0"?><methodCall><methodName>samp.webhub.${method}</methodName><params>${parameters
    .map((parameter) => `<param>${encoded(parameter)}</param>`).join("")}</params></methodCall>`;
  let answer;
  try {
    answer = await fetch(hub, { method: "POST", headers: { "Content-Type": "text/xml" }, body });
  } catch {
    throw new Error("No SAMP hub was found on this machine. Start TOPCAT or Aladin, then try again.");
  }
  const document = new DOMParser().parseFromString(await answer.text(), "text/xml");
  const fault = document.querySelector("methodResponse > fault > value");
  if (fault) throw new Error(`The SAMP hub refused: ${decoded(fault).faultString}`);
  const value = document.querySelector("methodResponse > params > param > value");
  if (!value) throw new Error("What answers on the SAMP hub's port is no hub.");
  return decoded(value);
}

/** Sends the message to all programs that take it; returns how many they are. */
export async function send(message, parameters) {
  const key = (await call("register", { "samp.name": "vespa-hpc" }))["samp.private-key"];
  try {
    await call("declareMetadata", key, { "samp.name": "vespa-hpc", "samp.description.text": "Results of a job of vespa-hpc" });
    const taken = await call("notifyAll", key, { "samp.mtype": message, "samp.params": parameters });
    return taken.length;
  } finally {
    await call("unregister", key).catch(() => {});
  }
}

export function addSampButtons(root) {
  for (const button of root.querySelectorAll("button[data-samp]")) {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      button.textContent = "Asking the SAMP hub …";
      const { samp, url, name } = button.dataset;
      try {
        const count = await send(samp, { url, name, "table-id": url });
        button.textContent = count ? `Sent to ${count} program${count === 1 ? "" : "s"}` : "No program here takes it";
      } catch (error) {
        alertBeside(button, error.message);
        button.textContent = words;
      }
      button.disabled = false;
    });
  }
}

function alertBeside(button, text) {
  let place = button.parentElement.querySelector("[role=alert]");
  if (!place) {
    place = Object.assign(document.createElement("small"), { role: "alert", className: "fault" });
    button.after(place);
  }
  place.textContent = text;
}
