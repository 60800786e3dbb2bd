//! What may stand inside a piece of a page, and what may be a value.

use super::{Kind, Node, Text, Value, list, text};

/// What can be a piece of a page.
pub trait IntoNode {
    /// The piece.
    fn into_node(self) -> Node;
}

impl IntoNode for Node {
    fn into_node(self) -> Node {
        self
    }
}

impl IntoNode for &'static str {
    fn into_node(self) -> Node {
        text(Text::Borrowed(self))
    }
}

impl IntoNode for String {
    fn into_node(self) -> Node {
        text(Text::Owned(self))
    }
}

impl IntoNode for Vec<Node> {
    fn into_node(self) -> Node {
        list(self)
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        self.map_or_else(|| list(Vec::new()), IntoNode::into_node)
    }
}

impl<T: IntoNode, F: Fn() -> T + Send + 'static> IntoNode for F {
    fn into_node(self) -> Node {
        Node::new(Kind::Follows(Box::new(move || self().into_node())))
    }
}

/// One child, or several in parentheses.
pub trait Children {
    /// Puts them into a piece.
    fn put_into(self, node: Node) -> Node;
}

impl<T: IntoNode> Children for T {
    fn put_into(self, node: Node) -> Node {
        node.push(self.into_node())
    }
}

macro_rules! children {
    ($($name:ident)+) => {
        impl<$($name: IntoNode),+> Children for ($($name,)+) {
            #[allow(non_snake_case)]
            fn put_into(self, node: Node) -> Node {
                let ($($name,)+) = self;
                node$(.push($name.into_node()))+
            }
        }
    };
}

children!(A B);
children!(A B C);
children!(A B C D);
children!(A B C D E);
children!(A B C D E F);
children!(A B C D E F G);
children!(A B C D E F G H);
children!(A B C D E F G H I);
children!(A B C D E F G H I J);
children!(A B C D E F G H I J K);
children!(A B C D E F G H I J K L);

/// What can be the value of an attribute.
pub trait IntoValue {
    /// The value.
    fn into_value(self) -> Value;
}

impl IntoValue for Value {
    fn into_value(self) -> Value {
        self
    }
}

impl<T: IntoText, F: Fn() -> T + Send + 'static> IntoValue for F {
    fn into_value(self) -> Value {
        Value::Follows(Box::new(move || self().into_text()))
    }
}

/// What a value is at one moment.
pub trait IntoText {
    /// The text, if there is one.
    fn into_text(self) -> Option<Text>;
}

impl<T: IntoText> IntoText for Option<T> {
    fn into_text(self) -> Option<Text> {
        self.and_then(IntoText::into_text)
    }
}

macro_rules! texts {
    ($($type:ty: $self:ident => $text:expr;)+) => {$(
        impl IntoText for $type {
            fn into_text($self) -> Option<Text> {
                $text
            }
        }

        impl IntoValue for $type {
            fn into_value(self) -> Value {
                Value::Fixed(self.into_text())
            }
        }

        impl IntoValue for Option<$type> {
            fn into_value(self) -> Value {
                Value::Fixed(self.into_text())
            }
        }
    )+};
}

texts! {
    &'static str: self => Some(Text::Borrowed(self));
    String: self => Some(Text::Owned(self));
    bool: self => self.then_some(Text::Borrowed(""));
}
