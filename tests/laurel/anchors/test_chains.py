"""The names and numbers of blockchains."""

import pytest

from laurel.anchors import AnchorError
from laurel.anchors.chains import MOCKNET, Chain
from laurel.errors import UnsupportedError

NAMES = ["btc:mainnet", "btc:testnet", "btc:regtest", "eth:mainnet", "eth:sepolia", "eth:ropsten", "eth:31337", "mtc:mainnet"]


@pytest.mark.parametrize("name", NAMES)
def test_a_chain_is_known_by_its_name_and_by_its_numbers(name: str):
    chain = Chain.named(name)

    assert str(chain) == name
    assert Chain.numbered(chain.code_number, chain.number) == chain


def test_the_number_of_an_ethereum_network_is_its_chain_id():
    assert Chain.named("eth:sepolia").evm_id == 11_155_111
    assert Chain.named("eth:1") == Chain.named("eth:mainnet")
    assert Chain.named("mtc:mainnet").evm_id == 137
    assert Chain.named("btc:mainnet").evm_id is None


def test_people_read_which_chain_it_is():
    assert Chain.named("eth:mainnet").title == "Ethereum"
    assert Chain.named("eth:sepolia").title == "Ethereum (sepolia)"
    assert MOCKNET.is_mock
    assert not Chain.named("btc:testnet").is_mock


@pytest.mark.parametrize(
    "name", ["", "eth", "eth:", "eth:0", "eth:01", "eth:-1", "eth:9007199254740992", "btc:2", "doge:mainnet"]
)
def test_refuses_a_chain_that_we_do_not_know(name: str):
    with pytest.raises(UnsupportedError):
        Chain.named(name)


def test_refuses_numbers_of_no_chain():
    with pytest.raises(AnchorError):
        Chain.numbered(9, 1)
    for code, number in ((0, 9), (1, 0), (1, -1), (1, 2**60)):
        with pytest.raises(UnsupportedError):
            Chain.numbered(code, number)
