//! JSON as one type, and a `Deserializer` of it that makes little code for each type that reads it.
//!
//! The types of the contract are structs with names, unit variants, options, lists, texts, whole numbers
//! and booleans; anything else is unfit. A member that is missing takes its `#[serde(default)]`, and
//! without one the body is unfit, also where it is an `Option`. Unknown members are ignored.

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, EnumAccess, Error, IntoDeserializer, MapAccess, SeqAccess, VariantAccess,
        Visitor,
        value::{SeqDeserializer, U32Deserializer},
    },
    forward_to_deserialize_any,
};
use std::fmt;

/// Secrets are moved through it, never copied.
pub enum Tree {
    Nothing,
    Truth(bool),
    Whole(i64),
    Text(String),
    List(Vec<Tree>),
    Members(Vec<(String, Tree)>),
    /// What no type of the contract has, such as a fraction.
    Unfit,
}

/// A body is not of the contract. Nobody reads where.
#[derive(Debug)]
pub struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Unfit {}

impl Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }

    // Each of these would build a text for `custom`.
    fn invalid_type(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn serde::de::Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }
}

impl<'de> Deserialize<'de> for Tree {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Tree;

    fn expecting(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<Tree, E> {
        Ok(Tree::Nothing)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Tree, E> {
        Ok(Tree::Truth(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Tree, E> {
        Ok(Tree::Whole(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Tree, E> {
        Ok(i64::try_from(number).map_or(Tree::Unfit, Tree::Whole))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Tree, E> {
        Ok(Tree::Unfit)
    }

    fn visit_str<E>(self, text: &str) -> Result<Tree, E> {
        Ok(Tree::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Tree, E> {
        Ok(Tree::Text(text))
    }

    fn visit_byte_buf<E>(self, _: Vec<u8>) -> Result<Tree, E> {
        Ok(Tree::Unfit)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut list = Vec::new();
        while let Some(tree) = from.next_element()? {
            list.push(tree);
        }
        Ok(Tree::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Tree, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = from.next_entry()? {
            members.push(member);
        }
        Ok(Tree::Members(members))
    }
}

impl<'de> Deserializer<'de> for Tree {
    type Error = Unfit;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unfit> {
        Err(Unfit)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_unit()
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Self::Truth(truth) => visitor.visit_bool(truth),
            _ => Err(Unfit),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Self::Whole(number) => visitor.visit_i64(number),
            _ => Err(Unfit),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Self::Text(text) => visitor.visit_string(text),
            _ => Err(Unfit),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Self::Nothing => visitor.visit_none(),
            some => visitor.visit_some(some),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        match self {
            Self::List(list) => visitor.visit_seq(SeqDeserializer::new(list.into_iter())),
            _ => Err(Unfit),
        }
    }

    /// As the sequence of its fields: to look for a field by its name is one function for all types.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        match self {
            Self::Members(members) => visitor.visit_seq(Fields {
                names: fields.iter(),
                members,
            }),
            _ => Err(Unfit),
        }
    }

    /// By its position among the variants; what none of them is called has one behind the last, which only a variant
    /// for others (`serde(other)`) takes.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_enum(Position(self.position(variants).ok_or(Unfit)?))
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u64 u128 f32 f64 char str bytes byte_buf unit unit_struct tuple tuple_struct map
        identifier
    }
}

impl Tree {
    #[inline(never)]
    fn position(&self, variants: &[&str]) -> Option<u32> {
        let Self::Text(text) = self else { return None };
        let mut names = variants.iter();
        let position = names.position(|variant| variant == text);
        u32::try_from(position.unwrap_or(variants.len())).ok()
    }
}

impl<'de> IntoDeserializer<'de, Unfit> for Tree {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct Fields {
    names: std::slice::Iter<'static, &'static str>,
    members: Vec<(String, Tree)>,
}

impl Fields {
    #[inline(never)]
    fn next(&mut self) -> Option<Tree> {
        let name = self.names.next()?;
        let place = self.members.iter().position(|(key, _)| key == name)?;
        Some(self.members.swap_remove(place).1)
    }
}

impl<'de> SeqAccess<'de> for Fields {
    type Error = Unfit;

    /// `None` is "take the default" to the visitors that serde derives, field by field.
    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unfit> {
        match self.next() {
            Some(tree) => seed.deserialize(tree).map(Some),
            None => Ok(None),
        }
    }
}

struct Position(u32);

impl<'de> EnumAccess<'de> for Position {
    type Error = Unfit;
    type Variant = Plain;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Plain), Unfit> {
        let position: U32Deserializer<Unfit> = self.0.into_deserializer();
        Ok((seed.deserialize(position)?, Plain))
    }
}

/// A variant that holds nothing.
struct Plain;

impl<'de> VariantAccess<'de> for Plain {
    type Error = Unfit;

    fn unit_variant(self) -> Result<(), Unfit> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Unfit> {
        Err(Unfit)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unfit> {
        Err(Unfit)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unfit> {
        Err(Unfit)
    }
}
