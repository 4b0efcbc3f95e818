//! Spanish: tú, short and warm, no exclamation marks.

mod conversation;
#[cfg(feature = "ssr")]
mod pages;

use tertulia::problem::ErrorCode;

use super::words::{AccountWords, ErrorWords, GroupsWords, MomentWords, SiteWords, Words};
#[cfg(feature = "ssr")]
use crate::error::Field;

pub(super) static WORDS: Words = Words {
    site: SITE,
    account: ACCOUNT,
    groups: GROUPS,
    errors: ERRORS,
    moment: MOMENT,
    conversation: &conversation::CONVERSATION,
    #[cfg(feature = "ssr")]
    pages: &pages::PAGES,
};

const SITE: SiteWords = SiteWords {
    description: "El chat de tu grupo de estudio: en el momento, sin perder ni repetir un mensaje.",
    skip: "Ir al contenido",
    navigation: "Principal",
    language: "Idioma",
    sign_out: "Cerrar sesión",
    copy: "Copiar",
    copied: "Copiado",
    copy_link: "Copiar enlace",
    cancel: "Cancelar",
    loading: "Cargando…",
};

const ACCOUNT: AccountWords = AccountWords {
    sign_up_title: "Crea tu cuenta",
    sign_up: "Crear cuenta",
    sign_in_title: "Entra en Tertulia",
    sign_in: "Entrar",
    full_name: "Nombre",
    last_name: "Apellidos",
    email: "Correo electrónico",
    password: "Contraseña",
    password_hint: "Al menos 8 caracteres.",
    show: "Mostrar",
    hide: "Ocultar",
    #[cfg(feature = "ssr")]
    cookie_refused: "Tu navegador no guardó la cookie de la sesión. Permite las cookies de este sitio y vuelve a entrar.",
    have_account: "¿Ya tienes cuenta?",
    no_account: "¿Aún no tienes cuenta?",
};

const GROUPS: GroupsWords = GroupsWords {
    title: "Mis grupos",
    none_title: "Todavía no tienes grupos",
    none_text: "Crea uno, o únete con el código que te hayan pasado.",
    create_title: "Un grupo nuevo",
    name: "Nombre del grupo",
    description: "De qué va (opcional)",
    create: "Crear grupo",
    join_title: "¿Tienes un código?",
    code: "Código de invitación",
    code_hint: "Diez letras y números.",
    join: "Unirme",
    mentions: |count| format!("{count} te mencionan"),
    unread: |count| match count {
        1 => "1 mensaje sin leer".to_owned(),
        _ => format!("{count} mensajes sin leer"),
    },
    people,
    more: "Crear o unirme",
};

fn people(count: u32) -> String {
    match count {
        1 => "1 persona".to_owned(),
        _ => format!("{count} personas"),
    }
}

const ERRORS: ErrorWords = ErrorWords {
    not_found_title: "Aquí no hay nada",
    failed_title: "No ha podido ser",
    home: "Ir al inicio",
    code: |code| match code {
        ErrorCode::Unauthenticated | ErrorCode::WrongPerson => "Tu sesión ha terminado. Entra otra vez para seguir.",
        ErrorCode::NotFound => "Esta página no existe, o no es para ti. Revisa el enlace.",
        ErrorCode::Forbidden | ErrorCode::SenderMismatch => "No puedes hacer eso en este grupo.",
        ErrorCode::EmptyContent => "Escribe algo antes de enviar.",
        ErrorCode::TooLong => "Ese mensaje es demasiado largo. Pártelo en dos.",
        ErrorCode::InvalidContent => {
            "El mensaje lleva caracteres que no se pueden mostrar. Quítalos y envíalo otra vez."
        }
        ErrorCode::InvalidFrame | ErrorCode::UnknownType => "Esta página se ha quedado antigua. Cárgala otra vez.",
        ErrorCode::InvalidRequest => "Falta algo, o no vale. Revisa lo que has puesto.",
        ErrorCode::Conflict => "Eso ya no es posible: algo ha cambiado mientras tanto. Carga la página otra vez.",
        ErrorCode::RateLimited => "Demasiado deprisa. Espera un momento e inténtalo otra vez.",
        ErrorCode::Unavailable => "El servidor no puede ahora. Inténtalo otra vez en un momento.",
        ErrorCode::ServerError => "Algo ha fallado en el servidor. Inténtalo otra vez en un momento.",
    },
    #[cfg(feature = "ssr")]
    field: |field| match field {
        Field::Email => "Eso no parece un correo. Revísalo.",
        Field::EmailTaken => "Ese correo ya tiene cuenta. Entra con ella, o usa otro.",
        Field::WrongPair => "Ese correo y esa contraseña no coinciden. Revísalos e inténtalo otra vez.",
        Field::PasswordTooShort => "La contraseña necesita al menos 8 caracteres.",
        Field::PasswordTooLong => "La contraseña puede tener como mucho 256 caracteres.",
        Field::PersonName => "El nombre y los apellidos pueden tener como mucho 60 caracteres cada uno.",
        Field::GroupName => "El grupo necesita un nombre, de 80 caracteres como mucho.",
        Field::Description => "La descripción puede tener como mucho 500 caracteres.",
        Field::KeptOut => {
            "Te sacaron de ese grupo. Quien es responsable o lo modera tiene que dejarte entrar de nuevo."
        }
        Field::GroupFull => "Ese grupo está completo. Pregunta a quien es responsable.",
        Field::TooManyGroups => "Estás en todos los grupos en que se puede estar. Sal antes de alguno.",
        Field::BansFull => "Este grupo ya no puede dejar fuera a más personas. Deja entrar antes a alguna.",
        Field::InviteCode => "Ese código no abre ningún grupo. Revísalo, o pídelo otra vez.",
    },
    unreachable: "No hay conexión con el servidor. Inténtalo otra vez en un momento.",
};

const MOMENT: MomentWords = MomentWords {
    months: ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"],
    day: |day, month| format!("{day} {month}"),
};
