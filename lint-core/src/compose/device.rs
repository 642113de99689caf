//! Devices: `devices` and `device_cgroup_rules` of a service, and its requests for GPUs.

use super::layers::{Layer, Layers, Reader};
use super::split::pieces;
use super::value::{Origin, Value};
use crate::know::Know;
use crate::span::Span;

/// An entry of `devices`.
#[derive(Clone, Debug)]
pub struct Device<'a> {
    /// The device of the host, or the name of a CDI device.
    pub source: Value<'a>,
    /// The whole entry; for an alias the place of what it refers to.
    pub span: Span,
    /// Which file the spans are in.
    pub origin: Origin,
}

/// An entry of `gpus` or of `deploy.resources.reservations.devices`.
#[derive(Clone, Debug)]
pub struct DeviceRequest<'a> {
    /// How many.
    pub count: Option<Value<'a>>,
    /// Which.
    pub device_ids: Vec<Value<'a>>,
}

pub(super) fn read<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Device<'a>> {
    let read = |reader: &mut Reader, item: Layer<'a>| {
        let span = item.node.resolve().span();
        let (source, target) = if item.node.is_mapping() {
            let one = Layers::one(item);
            (reader.value(&one.get("source"))?, reader.value(&one.get("target")))
        } else {
            let value = item.value()?;
            let pieces = pieces(value.raw, ':');
            let part = |at: usize| pieces.get(at).map(|&(start, end)| value.part(start, end));
            (part(0)?, part(1))
        };
        let target = target.as_ref().unwrap_or(&source).raw.to_string();
        Some((target, Device { source, span, origin: item.origin }))
    };
    let devices = reader.merged(layers, read, |(target, _)| Some(target.clone()));
    devices.into_iter().map(|(_, device)| device).collect()
}

pub(super) fn read_requests<'a>(
    reader: &mut Reader,
    gpus: &Layers<'a>,
    reserved: &Layers<'a>,
) -> Vec<DeviceRequest<'a>> {
    let mut requests = Vec::new();
    for item in [gpus, reserved].into_iter().flat_map(Layers::items).filter(|item| item.node.is_mapping()) {
        let one = Layers::one(item);
        requests.push(DeviceRequest {
            count: reader.value(&one.get("count")),
            device_ids: reader.values(&one.get("device_ids")),
        });
    }
    requests
}

/// The devices that `deploy` reserves.
pub(super) fn reserved<'a>(deploy: &Layers<'a>) -> Layers<'a> {
    deploy.get("resources").get("reservations").get("devices")
}

impl Device<'_> {
    /// The path on the host, with the defaults of variables; absent for the name of a CDI device.
    pub fn path(&self) -> Know<String> {
        self.source.text_with_defaults().and_then(|text| text.starts_with('/').then(|| text.into_owned()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    #[test]
    fn both_forms_have_a_source() {
        let text = "services:\n  a:\n    devices:\n      - /dev/sda:/dev/xvda:r\n      - source: /dev/kvm\n        target: /dev/kvm\n      - ${D:-/dev/sdb}:/dev/sdb\n      - nvidia.com/gpu=all\n      - ${E}\n";
        let yaml = crate::yaml::parse(text.into());
        let compose = read(&yaml);
        let paths: Vec<_> = compose.services[0].mapped_devices.iter().map(|device| device.path().known()).collect();
        let known = |path: &str| Some(path.to_owned());
        assert_eq!(paths, [known("/dev/sda"), known("/dev/kvm"), known("/dev/sdb"), None, None]);
        let first = &compose.services[0].mapped_devices[0];
        assert_eq!(first.source.span.of(text), "/dev/sda");
        assert_eq!(first.span.of(text), "/dev/sda:/dev/xvda:r");
    }

    #[test]
    fn requests_stand_in_two_places() {
        let text = "services:\n  a:\n    gpus:\n      - count: 1\n    deploy: {resources: {reservations: {devices: [{device_ids: ['0', '1']}]}}}\n  b:\n    gpus: all\n";
        let yaml = crate::yaml::parse(text.into());
        let compose = read(&yaml);
        let requests = &compose.services[0].device_requests;
        assert_eq!(requests.len(), 2);
        assert_eq!(requests.iter().filter(|request| request.count.is_some()).count(), 1);
        assert_eq!(requests.iter().map(|request| request.device_ids.len()).max(), Some(2));
        assert!(compose.services[1].device_requests.is_empty());
    }
}
