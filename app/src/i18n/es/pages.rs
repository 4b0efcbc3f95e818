//! The words of whole pages.

use tertulia::group::Role;

use crate::i18n::{
    isolated,
    pages::{CoverWords, GroupPagesWords, JoinWords, LeavingWords, ListsWords, MembersWords, PageWords, WelcomeWords},
};

pub(super) static PAGES: PageWords = PageWords {
    welcome: WELCOME,
    join: JOIN,
    members: MEMBERS,
    cover: COVER,
    leaving: LEAVING,
    lists: LISTS,
    groups: GROUPS,
    held: "Lo que escribiste",
};

const LISTS: ListsWords = ListsWords {
    pins_title: "Mensajes fijados",
    no_pins: "Todavía no hay nada fijado. Quien modera fija mensajes desde su menú.",
    questions_title: "Preguntas",
    open: "Abiertas",
    answered: "Respondidas",
    none_open: "No hay preguntas abiertas. Marca «Es una pregunta» al escribir una.",
    none_answered: "Todavía no hay preguntas respondidas.",
    older: "Preguntas anteriores",
    show: "Ver en la conversación",
};

const GROUPS: GroupPagesWords = GroupPagesWords { more: "Más grupos", newest: "Volver a los últimos" };

const WELCOME: WelcomeWords = WelcomeWords {
    title: "La mesa de tu grupo de estudio",
    lead: "Habla con los tuyos en el momento y encuentra todo lo dicho cuando vuelvas. También en el tren.",
    to_groups: "Ir a mis grupos",
    promises: [
        ("Nada se pierde", "Lo que escribes sin conexión espera su turno y sale en cuanto vuelves."),
        ("Cada mensaje, una vez", "Ni repetidos ni desordenados, por mala que sea la red."),
        ("Se entra con un código", "Crea un grupo, comparte el enlace y a hablar."),
    ],
    example: [
        ("AR", "Ana Ruiz", "¿Alguien ha entendido el ejercicio 4?"),
        ("LP", "Luis Peña", "Sí: primero deriva y luego iguala a cero."),
        ("AR", "Ana Ruiz", "Claro, me faltaba el segundo paso. Gracias."),
    ],
    example_label: "Un ejemplo de conversación",
};

const JOIN: JoinWords = JoinWords {
    invited_to: "Te han invitado a",
    needs_account: "Para unirte, entra o crea una cuenta. Después vuelves aquí.",
    kept_out: "Te sacaron de este grupo. Quien es responsable o lo modera tiene que dejarte entrar de nuevo.",
    is_member: "Ya estás en este grupo.",
    to_group: "Ir al grupo",
    no_group_title: "Ese código no abre ningún grupo",
    no_group_text: "Pide a quien te invitó que te pase el enlace otra vez.",
};

const MEMBERS: MembersWords = MembersWords {
    title: "El grupo",
    list_title: "Personas",
    back: "Volver al chat",
    invite_title: "Invita a alguien",
    invite_text: "Quien tenga el enlace o el código puede unirse.",
    code: "Código",
    renew: "Enlace y código nuevos",
    renew_question: "¿Crear un enlace y un código nuevos? Los de ahora dejarán de abrir el grupo, estén donde estén.",
    confirm_renew: "Sí, crearlos",
    bans_title: "No pueden entrar",
    bans_text: "Salieron del grupo porque alguien los sacó, y no pueden volver con el código.",
    let_in: "Dejar entrar de nuevo",
    let_in_name: |name| format!("Dejar entrar de nuevo a {}", isolated(name)),
    you: "tú",
    online: "En línea",
    role: |role| match role {
        Role::Owner => "Responsable",
        Role::Moderator => "Modera",
        Role::Member => "",
    },
    actions: |name| format!("Opciones de {}", isolated(name)),
    make_moderator: "Que modere",
    make_member: "Que deje de moderar",
    remove: "Sacar del grupo",
    remove_question: |name| {
        format!(
            "¿Sacar a {}? Dejará de ver el grupo y no podrá volver hasta que le dejes entrar de nuevo. Sus mensajes se quedan.",
            isolated(name)
        )
    },
    hand_over: "Ceder el grupo",
    hand_over_question: |name| {
        format!("¿Ceder el grupo a {}? Será responsable y tú pasarás a moderar.", isolated(name))
    },
    leave: "Salir del grupo",
    leave_question: "¿Salir del grupo? Tus mensajes se quedan. Para volver necesitarás el código.",
    owner_stays: "Eres responsable de este grupo: para salir, antes cédelo a otra persona.",
    confirm_remove: "Sí, sacar",
    confirm_hand_over: "Sí, ceder",
    confirm_leave: "Sí, salir",
};

const COVER: CoverWords = CoverWords {
    title: "Aquí ha entrado otra persona",
    text: "Esta página era de quien la abrió. Lo que dejó sin enviar sigue guardado para esa persona; carga la página de nuevo.",
    reload: "Cargar de nuevo",
    form: "La página que has enviado era de otra persona, así que no se ha hecho nada. Empieza otra vez desde tus grupos.",
};

const LEAVING: LeavingWords = LeavingWords {
    one: "Hay un texto tuyo sin enviar. Si cierras la sesión, se borra de este navegador.",
    many: "Hay # textos tuyos sin enviar. Si cierras la sesión, se borran de este navegador.",
    leave: "Borrar y cerrar sesión",
    stay: "Seguir aquí",
};
